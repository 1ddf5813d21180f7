// Counts what the tests and the core allocate by `new`, so that a test can say that a path does not.
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

#include "codec_checks.h"

namespace {
std::atomic<std::size_t> count{0};
}

namespace hookswitch::test {
std::size_t allocations() { return count.load(); }
}  // namespace hookswitch::test

void* operator new(std::size_t size) {
  ++count;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) std::abort();
  return memory;
}
void* operator new[](std::size_t size) { return ::operator new(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return ::operator new(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return ::operator new(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
