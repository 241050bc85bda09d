/** The version of the package. A test compares it with the native half and with `package.json`. */
export const VERSION = "0.1.0";
