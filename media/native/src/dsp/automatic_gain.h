// Brings a quiet voice to the level of a telephone, slowly enough that nobody hears it move.
#pragma once

#include <cstdint>
#include <span>

namespace hookswitch {

class AutomaticGain {
 public:
  /// Raises by `most_db`, lowers by 12 dB at most.
  explicit AutomaticGain(float most_db) : most_db_(most_db) {}

  /// 10 ms. `not_ours`: what is heard is not the voice that is to be levelled.
  void process(std::span<std::int16_t> frame, bool not_ours);
  float gain_db() const { return gain_db_; }

 private:
  float most_db_;
  /// Of the noise between words, and of the voice, as mean squares.
  float floor_ = 0;
  float voice_db_ = -100;
  int talked_frames_ = 0;
  float gain_db_ = 0;
  float factor_ = 1;
};

}  // namespace hookswitch
