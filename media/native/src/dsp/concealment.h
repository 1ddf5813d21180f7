// Fills the gaps that lost packets leave, by pitch-based waveform substitution in the spirit of ITU-T G.711 Appendix I.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hookswitch {

/// One stream, 8 or 16 kHz. Every frame that is played passes through here, in order; frames may differ in length. Unlike
/// Appendix I nothing is delayed. No call allocates.
class Concealment {
 public:
  explicit Concealment(int rate);

  /// A frame that came. The first one after a gap is cross-faded, in place, with the end of the substitution.
  void good(std::span<std::int16_t> frame);

  /// Writes a frame in place of one that did not come. Fades from 10 ms on and is silent from 60 ms.
  void lost(std::span<std::int16_t> frame);

 private:
  void remember(std::span<const std::int16_t> frame);

  int rate_;
  std::vector<float> history_;
};

}  // namespace hookswitch
