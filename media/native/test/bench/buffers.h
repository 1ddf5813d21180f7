// Jitter buffers under the same packets: ours, and the rules of others.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hookswitch::bench {

/// A packet of 20 ms, PCMU.
struct Packet {
  int64_t index;
  std::vector<uint8_t> payload;
};

/// What is heard in a tick of 10 ms: sound that was spoken that long ago, or nothing that came.
struct Heard {
  std::optional<double> age_ms;
};

class Buffer {
 public:
  virtual ~Buffer() = default;
  virtual std::string name() const = 0;
  /// In the order of arrival; `now_us` is the arrival for who plays on arrival.
  virtual void put(const Packet& packet, int64_t now_us) = 0;
  virtual Heard pull(int64_t now_us) = 0;
};

/// `origin_us`: when the first packet's first sample was spoken.
std::unique_ptr<Buffer> our_buffer(int64_t origin_us);
/// 60 ms after the first packet, for ever.
std::unique_ptr<Buffer> fixed_buffer(int64_t origin_us);
/// The rules of baresip 1.0: five to ten packets in a queue that gives one for each that comes, then 20 to 160 ms of sound.
std::unique_ptr<Buffer> baresip_buffer(int64_t origin_us);
/// libspeexdsp's; nullptr where it is not installed.
std::unique_ptr<Buffer> speex_buffer(int64_t origin_us);

}  // namespace hookswitch::bench
