// L16: uncompressed samples in network order (RFC 3551 §4.5.11), mono, at the rate that was negotiated.
#include <algorithm>

#include "codec/codec.h"

namespace hookswitch {
namespace {

class L16 final : public Codec {
 public:
  explicit L16(int rate) : rate_(rate) {}

  int clock_rate() const override { return rate_; }

  std::size_t frame_samples(int packet_ms) const override {
    const std::size_t samples = packet_ms > 0 ? static_cast<std::size_t>(packet_ms) * static_cast<std::size_t>(rate_ / 1000) : 0;
    return samples <= kLargestFrame ? samples : 0;
  }

  std::size_t encode(std::span<const std::int16_t> pcm, std::span<std::uint8_t> out) override {
    const std::size_t count = std::min(pcm.size(), out.size() / 2);
    for (std::size_t i = 0; i < count; ++i) {
      const auto sample = static_cast<std::uint16_t>(pcm[i]);
      out[2 * i] = static_cast<std::uint8_t>(sample >> 8);
      out[2 * i + 1] = static_cast<std::uint8_t>(sample);
    }
    return 2 * count;
  }

  std::size_t decode(std::span<const std::uint8_t> payload, std::span<std::int16_t> pcm) override {
    const std::size_t count = std::min(payload.size() / 2, pcm.size());
    for (std::size_t i = 0; i < count; ++i) pcm[i] = static_cast<std::int16_t>((payload[2 * i] << 8) | payload[2 * i + 1]);
    return count;
  }

 private:
  /// 40 ms at 16 kHz: more is no datagram of an Ethernet.
  static constexpr std::size_t kLargestFrame = 640;
  int rate_;
};

const CodecRegistration l16("L16", [](const CodecParameters& parameters) -> std::unique_ptr<Codec> {
  const int rate = parameters.clock_rate == 0 ? 16000 : parameters.clock_rate;
  if (rate != 8000 && rate != 16000) return nullptr;
  return std::make_unique<L16>(rate);
});

}  // namespace
}  // namespace hookswitch
