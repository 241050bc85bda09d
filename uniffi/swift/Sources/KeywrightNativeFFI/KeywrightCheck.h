// The way in for checks that `HotPath.swift` takes. What each function does stands in uniffi/src/c_path.rs.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "KeywrightNativeFFI.h"

/// Bytes that the caller owns.
typedef struct KeywrightBytes {
    const uint8_t *_Nullable address;
    size_t length;
} KeywrightBytes;

int64_t keywright_check(int64_t handle, KeywrightBytes value, KeywrightBytes asked);
int64_t keywright_try_check(int64_t handle, KeywrightBytes value, KeywrightBytes asked);
int64_t keywright_check_headers(int64_t handle, KeywrightBytes headers, KeywrightBytes asked);
int64_t keywright_try_check_headers(int64_t handle, KeywrightBytes headers, KeywrightBytes asked);
RustBuffer keywright_take_answer(int64_t handle, int64_t ticket);
bool keywright_tell_name(int64_t handle, int64_t name);
void keywright_release_handle(int64_t handle);
