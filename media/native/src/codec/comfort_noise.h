// Comfort noise (RFC 3389): a pause described in a few octets. Decoding is the codec `CN`; this is the other half.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace hookswitch {

/// Reflection coefficients that we send and most that we take.
inline constexpr std::size_t kNoiseOrder = 6;
inline constexpr std::size_t kMostNoiseOrder = 12;

struct NoiseDescription {
  std::array<std::uint8_t, 1 + kNoiseOrder> payload{};
  /// Below overload, as in the first octet (§3.1).
  int level_dbov = -127;
};

/// Level and spectrum of a pause. Linear in the length of `pcm`; allocates nothing.
NoiseDescription describe_noise(std::span<const std::int16_t> pcm);

}  // namespace hookswitch
