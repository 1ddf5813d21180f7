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

  /// Forgets what was played: another source begins.
  void reset();

  /// A frame that came. The first one after a gap is cross-faded, in place, with the end of the substitution.
  void good(std::span<std::int16_t> frame);

  /// Writes a frame in place of one that did not come. Carries 80 ms at half the loudness and more, and is silent from 120 ms.
  void lost(std::span<std::int16_t> frame);

  /// How loud the substitution is after that much of a gap, 1 to 0; for substitutes that come from elsewhere.
  static float level(float gap_ms);
  static constexpr int kAudibleMs = 120;

 private:
  void begin_gap();
  void repeat_periods(std::size_t periods);
  void remember(std::span<const std::int16_t> frame);
  float next_substitute();
  float periodic_sample();

  std::size_t rate_;
  std::size_t min_lag_;  // 5 ms, Appendix I §I.2.3
  std::size_t max_lag_;  // 15 ms
  std::vector<std::int16_t> history_;

  std::vector<std::int16_t> past_;  // the history as it was when the gap began
  std::vector<float> cycle_;        // what is repeated
  std::size_t cycle_length_ = 0;
  std::size_t cycle_position_ = 0;
  std::size_t periods_ = 0;
  std::size_t lag_ = 0;
  bool voiced_ = false;
  std::size_t quarter_ = 0;          // of the period: the length of the overlaps
  std::vector<float> old_cycle_;     // continued under an overlap when the number of periods grows
  std::size_t old_length_ = 0;
  std::size_t old_position_ = 0;
  std::size_t overlap_left_ = 0;
  float offset_ = 0;                 // between the last sample that came and its like one period before
  std::size_t gap_samples_ = 0;      // 0: no gap
};

}  // namespace hookswitch
