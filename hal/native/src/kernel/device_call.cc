// See device_call.h.
#include "kernel/device_call.h"

#include <linux/fb.h>
#include <sys/ioctl.h>

#include <cerrno>
#include <cstring>

namespace hookswitch::kernel {
namespace {

/// Nothing is ever mapped in the first page.
constexpr uint32_t first_address = 4096;

/// What the request reads or writes at its argument; 0 when that is not known.
size_t argument_size(uint32_t request) {
  switch (request) {
    // Older than the convention that a request tells its length.
    case FBIOGET_VSCREENINFO:
    case FBIOPUT_VSCREENINFO:
      return sizeof(fb_var_screeninfo);
    case FBIOGET_FSCREENINFO:
      return sizeof(fb_fix_screeninfo);
    default:
      return _IOC_SIZE(request);
  }
}

void store_address(std::span<std::byte> argument, size_t at, const void* address) {
  const uint64_t number = reinterpret_cast<uintptr_t>(address);
  std::memcpy(argument.data() + at, &number, sizeof number);
}

}  // namespace

int call_device(int descriptor, uint32_t request, std::span<std::byte> argument, std::span<const Pointer> pointers) {
  const size_t size = argument_size(request);
  if (size == 0 || argument.size() < size) return -EINVAL;
  for (const Pointer& pointer : pointers) {
    if (pointer.at > size || size - pointer.at < sizeof(uint64_t)) return -EINVAL;
  }
  for (const Pointer& pointer : pointers) store_address(argument, pointer.at, pointer.target.data());
  const int answer = ioctl(descriptor, request, argument.data());
  const int error = errno;
  for (const Pointer& pointer : pointers) store_address(argument, pointer.at, nullptr);
  return answer < 0 ? -error : answer;
}

int call_device_with_value(int descriptor, uint32_t request, uint32_t value) {
  if (value >= first_address) return -EINVAL;
  const int answer = ioctl(descriptor, request, static_cast<uintptr_t>(value));
  return answer < 0 ? -errno : answer;
}

}  // namespace hookswitch::kernel
