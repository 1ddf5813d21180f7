// See device_mapping.h.
#include "kernel/device_mapping.h"

#include <sys/mman.h>

#include <cerrno>

namespace hookswitch::kernel {

std::shared_ptr<DeviceMapping> DeviceMapping::map(int descriptor, int64_t offset, size_t length, int& error) {
  if (offset < 0 || length == 0) {
    error = EINVAL;
    return nullptr;
  }
  void* const address = mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, descriptor, offset);
  if (address != MAP_FAILED) return std::make_shared<DeviceMapping>(address, length);
  error = errno;
  return nullptr;
}

void DeviceMapping::release() {
  if (address_ != nullptr) munmap(address_, length_);
  address_ = nullptr;
}

}  // namespace hookswitch::kernel
