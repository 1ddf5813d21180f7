// Memory of a file in place of a device's.
#include "kernel/device_mapping.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "test.h"

using hookswitch::kernel::DeviceMapping;

namespace {

/// A file of two pages that nobody else sees; -1 when there is no room.
int two_pages() {
  char name[] = "/tmp/hal-memory-XXXXXX";
  const int file = mkstemp(name);
  unlink(name);
  return ftruncate(file, 8192) == 0 ? file : -1;
}

}  // namespace

TEST("memory is mapped, written and given back, once") {
  const int file = two_pages();
  int error = 0;
  const auto mapping = DeviceMapping::map(file, 4096, 4096, error);
  CHECK(mapping != nullptr);
  if (mapping == nullptr) return;
  static_cast<char*>(mapping->address())[1] = 'x';
  char seen = 0;
  CHECK_EQUAL(pread(file, &seen, 1, 4097), 1);
  CHECK_EQUAL(seen, 'x');
  mapping->release();
  CHECK(mapping->address() == nullptr);
  mapping->release();
  close(file);
}

TEST("what cannot be mapped says why") {
  const int file = two_pages();
  int error = 0;
  for (const int64_t offset : {int64_t{-4096}, int64_t{1}}) {
    CHECK(DeviceMapping::map(file, offset, 4096, error) == nullptr);
    CHECK_EQUAL(error, EINVAL);
  }
  CHECK(DeviceMapping::map(file, 0, 0, error) == nullptr);
  close(file);
  CHECK(DeviceMapping::map(-1, 0, 4096, error) == nullptr);
  CHECK_EQUAL(error, EBADF);
}
