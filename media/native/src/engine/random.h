// Numbers that nobody outside can guess (RFC 3550 §8.1, §9.1): from the kernel.
#pragma once

#include <sys/random.h>

#include <cstdint>

namespace hookswitch {

inline uint64_t secure_random() {
  uint64_t value = 0;
  // Never short: up to 256 bytes come whole once the pool is ready, and before that the call waits.
  while (getrandom(&value, sizeof value, 0) != static_cast<ssize_t>(sizeof value)) {
  }
  return value;
}

}  // namespace hookswitch
