// ioctl(2), with the lengths checked that the request itself tells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace hookswitch::kernel {

/// Where in a request's structure the address of other memory belongs, as DRM's requests have it.
struct Pointer {
  size_t at;
  std::span<std::byte> target;
};

/// The call's answer, or below zero the negated errno. -EINVAL without asking the kernel when `argument` is shorter than the
/// request's structure, when the request does not tell its length, or when a pointer lies outside. No address is left in `argument`.
int call_device(int descriptor, uint32_t request, std::span<std::byte> argument, std::span<const Pointer> pointers);

/// For the requests that take a number. One that could be an address is refused: the kernel would write there.
int call_device_with_value(int descriptor, uint32_t request, uint32_t value);

}  // namespace hookswitch::kernel
