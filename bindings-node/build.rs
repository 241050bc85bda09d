//! Asks for the linker flags that an addon of Node needs on each platform.

fn main() {
    napi_build::setup();
}
