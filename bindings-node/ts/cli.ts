#!/usr/bin/env node
/** The command line: the same program as the one in Rust. */

import { native } from "./native.js";

// `process.exit` would cut off nothing: the program writes for itself, and has ended when this returns.
process.exitCode = native().run(["keywright", ...process.argv.slice(2)]);
