// What is refused before the kernel is asked, and that the kernel's answer and errno come back.
#include "kernel/device_call.h"

#include <linux/fb.h>
#include <linux/input.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <vector>

#include "test.h"

using hookswitch::kernel::call_device;
using hookswitch::kernel::call_device_with_value;
using hookswitch::kernel::Pointer;

namespace {

using Structure = std::array<uint64_t, 8>;

struct Pipe {
  Pipe() {
    if (pipe(ends.data()) != 0) ends = {-1, -1};
  }
  ~Pipe() {
    close(ends[0]);
    close(ends[1]);
  }
  std::array<int, 2> ends{};
};

}  // namespace

TEST("an argument shorter than the request's structure is refused") {
  std::vector<std::byte> argument(95);
  CHECK_EQUAL(call_device(0, EVIOCGKEY(96), argument, {}), -EINVAL);
  argument.resize(159);
  CHECK_EQUAL(call_device(0, FBIOGET_VSCREENINFO, argument, {}), -EINVAL);
}

TEST("a request that does not tell its length is refused") {
  std::vector<std::byte> argument(4096);
  CHECK_EQUAL(call_device(0, FIONREAD, argument, {}), -EINVAL);
}

TEST("a pointer outside the structure is refused, and the structure left alone") {
  std::vector<std::byte> argument(64, std::byte{7});
  std::vector<std::byte> target(8);
  const uint32_t request = _IOWR('d', 0xA0, Structure);
  for (const size_t at : {size_t{57}, size_t{64}, size_t{4096}, ~size_t{0}}) {
    const std::array pointers{Pointer{at, target}};
    CHECK_EQUAL(call_device(0, request, argument, pointers), -EINVAL);
  }
  for (const std::byte each : argument) CHECK(each == std::byte{7});
}

TEST("no address is left behind, whatever the kernel says") {
  const Pipe none;
  std::vector<std::byte> argument(64, std::byte{7});
  std::vector<std::byte> target(8);
  const std::array pointers{Pointer{8, target}};
  CHECK_EQUAL(call_device(none.ends[0], _IOWR('d', 0xA0, Structure), argument, pointers), -ENOTTY);
  for (size_t at = 8; at < 16; ++at) CHECK(argument[at] == std::byte{0});
  CHECK(argument[7] == std::byte{7} && argument[16] == std::byte{7});
}

TEST("a closed descriptor is the kernel's EBADF") {
  std::vector<std::byte> argument(96);
  CHECK_EQUAL(call_device(-1, EVIOCGKEY(96), argument, {}), -EBADF);
}

TEST("a value that could be an address is refused") {
  const Pipe some;
  CHECK_EQUAL(call_device_with_value(some.ends[0], EVIOCGRAB, 4096), -EINVAL);
  CHECK_EQUAL(call_device_with_value(some.ends[0], EVIOCGRAB, 1), -ENOTTY);
}
