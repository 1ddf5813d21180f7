// G.711 (ITU-T Rec. G.711, 11/1988): PCMU and PCMA, RFC 3551 §4.5.14.
//
// Both laws cut the line of sample values into intervals that are closed below and open above, on either side of zero, as
// the ITU's Software Tool Library does (a negative sample is complemented, not negated). Encoders that negate differ from it
// on the 127 negative values that lie exactly on a decision value of the µ-law.
//
// CRC-32 (IEEE) of all 65,536 codes, input -32768 first, and of all 256 values, little endian, code 0 first, are in
// test/g711_test.cc, beside a second definition that is made from the Recommendation's tables 1 and 2. The STL of 2023 gives the
// same four.
#include <algorithm>
#include <array>
#include <bit>

#include "codec/codec.h"

namespace hookswitch {
namespace {

/// Table 2: 14-bit samples, magnitude moved by 33 so that the eight segments begin at powers of two; all bits inverted.
constexpr std::uint8_t mu_law_encode(std::int16_t sample) {
  constexpr unsigned bias = 33;
  constexpr unsigned largest = 0x1FFF;
  const unsigned sign = sample < 0 ? 0x00 : 0x80;
  const unsigned uniform = static_cast<unsigned>(sample < 0 ? ~sample : sample) >> 2;
  const unsigned magnitude = std::min(uniform + bias, largest);
  const unsigned segment = static_cast<unsigned>(std::bit_width(magnitude)) - 6;
  const unsigned step = (magnitude >> (segment + 1)) & 0x0F;
  return static_cast<std::uint8_t>(sign | (~((segment << 4) | step) & 0x7F));
}

constexpr std::int16_t mu_law_decode(std::uint8_t code) {
  const int inverted = ~code & 0x7F;
  const int segment = inverted >> 4;
  const int step = inverted & 0x0F;
  // The middle of the interval, in 14 bits: (33 + 2 step) 2^segment - 33.
  const int magnitude = ((33 + 2 * step) << segment) - 33;
  return static_cast<std::int16_t>((code & 0x80) != 0 ? magnitude * 4 : -magnitude * 4);
}

/// Table 1: 13-bit samples; segment 0 and 1 share a step. Even bits are inverted (§3.3).
constexpr std::uint8_t a_law_encode(std::int16_t sample) {
  const unsigned sign = sample < 0 ? 0x00 : 0x80;
  const unsigned uniform = static_cast<unsigned>(sample < 0 ? ~sample : sample) >> 4;
  const unsigned segment = uniform < 16 ? 0 : static_cast<unsigned>(std::bit_width(uniform)) - 4;
  const unsigned step = (segment < 2 ? uniform : uniform >> (segment - 1)) & 0x0F;
  return static_cast<std::uint8_t>((sign | (segment << 4) | step) ^ 0x55);
}

constexpr std::int16_t a_law_decode(std::uint8_t code) {
  const int straight = code ^ 0x55;
  const int segment = (straight >> 4) & 7;
  const int step = straight & 0x0F;
  const int magnitude = segment == 0 ? 2 * step + 1 : (2 * step + 33) << (segment - 1);
  return static_cast<std::int16_t>((straight & 0x80) != 0 ? magnitude * 8 : -magnitude * 8);
}

template <std::int16_t (*Decode)(std::uint8_t)>
constexpr std::array<std::int16_t, 256> decode_table() {
  std::array<std::int16_t, 256> table{};
  for (unsigned code = 0; code < 256; ++code) table[code] = Decode(static_cast<std::uint8_t>(code));
  return table;
}

template <std::uint8_t (*Encode)(std::int16_t), std::int16_t (*Decode)(std::uint8_t)>
class G711 final : public Codec {
 public:
  int clock_rate() const override { return 8000; }

  std::size_t frame_samples(int packet_ms) const override {
    return packet_ms > 0 ? static_cast<std::size_t>(packet_ms) * 8 : 0;
  }

  std::size_t encode(std::span<const std::int16_t> pcm, std::span<std::uint8_t> out) override {
    const std::size_t count = std::min(pcm.size(), out.size());
    for (std::size_t i = 0; i < count; ++i) out[i] = Encode(pcm[i]);
    return count;
  }

  std::size_t decode(std::span<const std::uint8_t> payload, std::span<std::int16_t> pcm) override {
    static constexpr std::array<std::int16_t, 256> table = decode_table<Decode>();
    const std::size_t count = std::min(payload.size(), pcm.size());
    for (std::size_t i = 0; i < count; ++i) pcm[i] = table[payload[i]];
    return count;
  }
};

using Pcmu = G711<mu_law_encode, mu_law_decode>;
using Pcma = G711<a_law_encode, a_law_decode>;

const CodecRegistration pcmu("PCMU", [](const CodecParameters&) -> std::unique_ptr<Codec> { return std::make_unique<Pcmu>(); });
const CodecRegistration pcma("PCMA", [](const CodecParameters&) -> std::unique_ptr<Codec> { return std::make_unique<Pcma>(); });

}  // namespace
}  // namespace hookswitch
