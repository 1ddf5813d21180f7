// mmap(2) of a device's memory.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hookswitch::kernel {

/// Null with `error` set to errno. The pages are there at once: one that is asked for after the device went away ends the process.
void* map_device(int descriptor, int64_t offset, size_t length, int& error);

void unmap_device(void* address, size_t length);

}  // namespace hookswitch::kernel
