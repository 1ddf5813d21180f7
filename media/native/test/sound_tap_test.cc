// The phone's own sound as an administrator's machine gets it.
#include "record/sound_tap.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <vector>

#include "codec_checks.h"
#include "test.h"

using namespace hookswitch;
using hookswitch::test::allocations;

namespace {

class Receiver {
 public:
  Receiver() : socket_(socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
    sockaddr_in any{};
    any.sin_family = AF_INET;
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof any;
    CHECK(bind(socket_, reinterpret_cast<sockaddr*>(&any), length) == 0);
    CHECK(getsockname(socket_, reinterpret_cast<sockaddr*>(&any), &length) == 0);
    port_ = ntohs(any.sin_port);
  }
  ~Receiver() { ::close(socket_); }
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  Endpoint endpoint() const { return *Endpoint::from("127.0.0.1", port_); }
  /// Loopback: what was sent is here.
  std::vector<std::vector<uint8_t>> taken() {
    std::vector<std::vector<uint8_t>> all;
    std::array<uint8_t, 2048> bytes{};
    for (ssize_t size = 0; (size = recv(socket_, bytes.data(), bytes.size(), 0)) > 0;) all.emplace_back(bytes.begin(), bytes.begin() + size);
    return all;
  }

 private:
  int socket_;
  uint16_t port_ = 0;
};

std::array<int16_t, kTickSamples> ramp(int16_t from) {
  std::array<int16_t, kTickSamples> pcm{};
  for (size_t at = 0; at < pcm.size(); ++at) pcm[at] = static_cast<int16_t>(from - static_cast<int16_t>(at));
  return pcm;
}

}  // namespace

TEST("a tap sends each wanted point's samples as they are, with a source and a type of its own") {
  Receiver receiver;
  SoundTap tap;
  CHECK(tap.open(receiver.endpoint()));
  tap.want(TapPoint::microphone);
  tap.want(TapPoint::played);
  tap.tick();
  tap.send(TapPoint::microphone, ramp(100));
  tap.send(TapPoint::processed, ramp(50));
  tap.send(TapPoint::played, ramp(-32000));
  const auto datagrams = receiver.taken();
  CHECK_EQUAL(datagrams.size(), size_t{2});
  if (datagrams.size() != 2) return;
  const auto microphone = parse_rtp(datagrams[0]);
  const auto played = parse_rtp(datagrams[1]);
  CHECK(microphone.has_value() && played.has_value());
  CHECK_EQUAL(microphone->payload_type, uint8_t{96});
  CHECK_EQUAL(played->payload_type, uint8_t{98});
  CHECK(microphone->ssrc != played->ssrc);
  CHECK_EQUAL(microphone->timestamp, played->timestamp);
  CHECK_EQUAL(microphone->payload.size(), size_t{320});
  const auto pcm = ramp(100);
  for (size_t at = 0; at < pcm.size(); ++at) {
    const auto sample = static_cast<int16_t>(microphone->payload[2 * at] << 8 | microphone->payload[2 * at + 1]);
    CHECK_EQUAL(sample, pcm[at]);
  }
}

TEST("a tap's time goes on where nothing is sent, and what comes after is marked") {
  Receiver receiver;
  SoundTap tap;
  CHECK(tap.open(receiver.endpoint()));
  tap.want(TapPoint::processed);
  for (const bool sends : {true, true, false, false, true}) {
    tap.tick();
    if (sends) tap.send(TapPoint::processed, ramp(0));
  }
  const auto datagrams = receiver.taken();
  CHECK_EQUAL(datagrams.size(), size_t{3});
  if (datagrams.size() != 3) return;
  const auto first = *parse_rtp(datagrams[0]);
  const auto second = *parse_rtp(datagrams[1]);
  const auto later = *parse_rtp(datagrams[2]);
  CHECK(first.marker && !second.marker && later.marker);
  CHECK_EQUAL(static_cast<uint16_t>(later.sequence - first.sequence), uint16_t{2});
  CHECK_EQUAL(second.timestamp - first.timestamp, uint32_t{kTickSamples});
  CHECK_EQUAL(later.timestamp - first.timestamp, uint32_t{4 * kTickSamples});
}

TEST("a tap allocates nothing, and nobody need be there") {
  SoundTap tap;
  CHECK(tap.open(*Endpoint::from("127.0.0.1", 1)));
  tap.want(TapPoint::played);
  const auto pcm = ramp(7);
  const std::size_t before = allocations();
  for (int tick = 0; tick < 100; ++tick) {
    tap.tick();
    tap.send(TapPoint::played, pcm);
  }
  CHECK_EQUAL(allocations() - before, 0U);
}
