import { withKeywright } from "keywright/next";

export default withKeywright({ poweredByHeader: false });
