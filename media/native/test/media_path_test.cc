// Frames of TURN channels, and reports among media.
#include "rtp/media_path.h"

#include <array>
#include <vector>

#include "rtp/socket_pair.h"
#include "test.h"

using namespace hookswitch;

TEST("a channel's frame is taken away, one of another channel or shorter than it says is not") {
  const std::array<uint8_t, 8> frame{0x40, 0x01, 0x00, 0x03, 7, 8, 9, 0};
  std::array<uint8_t, 8> data = frame;
  size_t size = data.size();
  CHECK(unframe(data, size, 0x4001));
  CHECK_EQUAL(size, size_t{3});
  CHECK_EQUAL(int{data[0]}, 7);
  CHECK_EQUAL(int{data[2]}, 9);
  data = frame;
  size = data.size();
  CHECK(!unframe(data, size, 0x4002));
  size = 6;
  CHECK(!unframe(data, size, 0x4001));
  size = 3;
  CHECK(!unframe(data, size, 0x4001));
  size = 0;
  CHECK(!unframe(data, size, 0x4001));
}

TEST("reports are told from media on one port") {
  CHECK(is_multiplexed_rtcp(std::array<uint8_t, 2>{0x80, 200}));
  CHECK(is_multiplexed_rtcp(std::array<uint8_t, 2>{0x80, 207}));
  CHECK(!is_multiplexed_rtcp(std::array<uint8_t, 2>{0x80, 0}));
  CHECK(!is_multiplexed_rtcp(std::array<uint8_t, 2>{0x80, 0x80 | 101}));
  CHECK(!is_multiplexed_rtcp(std::array<uint8_t, 1>{0x80}));
}

TEST("what goes through a channel is framed") {
  std::string error;
  SocketPair ours;
  SocketPair theirs;
  CHECK(ours.open("127.0.0.1", 40'000, 49'999, 0, 17, error));
  CHECK(theirs.open("127.0.0.1", 40'000, 49'999, 0, 99, error));
  const MediaPath path{*Endpoint::from("127.0.0.1", theirs.rtp_port()), 0x4abc};
  CHECK(ours.send_rtp(std::array<uint8_t, 3>{1, 2, 3}, path));
  std::array<uint8_t, 16> got{};
  CHECK_EQUAL(recv(theirs.rtp(), got.data(), got.size(), 0), ssize_t{7});
  CHECK_EQUAL(int{got[0]}, 0x4a);
  CHECK_EQUAL(int{got[1]}, 0xbc);
  CHECK_EQUAL(int{got[3]}, 3);
  CHECK_EQUAL(int{got[6]}, 3);
}
