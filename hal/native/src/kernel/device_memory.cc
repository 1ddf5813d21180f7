// See device_memory.h.
#include "kernel/device_memory.h"

#include <sys/mman.h>

#include <cerrno>

namespace hookswitch::kernel {

void* map_device(int descriptor, int64_t offset, size_t length, int& error) {
  if (offset < 0 || length == 0) {
    error = EINVAL;
    return nullptr;
  }
  void* const address = mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, descriptor, offset);
  if (address != MAP_FAILED) return address;
  error = errno;
  return nullptr;
}

void unmap_device(void* address, size_t length) { munmap(address, length); }

}  // namespace hookswitch::kernel
