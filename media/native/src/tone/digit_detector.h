// Hears DTMF in the sound of a call (ITU-T Q.23, Q.24), from other sides that send no telephone events. Speech must not sound like it:
// two sines hold most of the energy, keep their frequencies from block to block, and differ by no more than telephones and lines do.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace hookswitch {

struct DetectedDigit {
  /// As in RFC 4733 §3.2.
  std::uint8_t event = 0;
  int duration_ms = 0;
};

class DigitDetector {
 public:
  explicit DigitDetector(int rate);

  /// Tells a digit when it is over.
  std::optional<DetectedDigit> hear(std::span<const std::int16_t> pcm);
  void reset();

  /// The other group may be louder by this much: the upper one by `normal`, the lower one by `reverse` (Q.24 table A-1, AT&T).
  static constexpr double normal_twist_db = 8;
  static constexpr double reverse_twist_db = 4;
  /// Of each sine; Q.24 wants -25 heard.
  static constexpr double quietest_dbm0 = -32;

 private:
  static constexpr std::size_t frequencies = 8;

  struct Filter {
    float coefficient = 0;
    float cosine = 0;
    float sine = 0;
    /// What the phase goes on by in a block.
    float advance = 0;
    /// How far the frequency may be off, as phase in a block.
    float tolerance = 0;
    float last = 0;
    float before = 0;
  };
  struct Block {
    /// Negative: no digit.
    int event = -1;
    float row_phase = 0;
    float column_phase = 0;
    std::size_t row = 0;
    std::size_t column = 0;
  };

  Block finish();
  bool continues(const Block& now) const;
  std::optional<DetectedDigit> step(const Block& now);

  std::array<Filter, frequencies> filters_;
  int block_samples_;
  double block_ms_;
  float least_power_;
  int taken_ = 0;
  float energy_ = 0;
  Block previous_;
  int digit_ = -1;
  int blocks_ = 0;
  int missed_ = 0;
};

}  // namespace hookswitch
