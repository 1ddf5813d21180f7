// The other side of one session as the mixer has it: its sound of this tick at the level that was asked for, how loud it is, and
// whether it talks.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "dsp/gain.h"
#include "mixer/limiter.h"

namespace hookswitch {

/// Says who talks, steadily enough to be looked at.
class TalkDetector {
 public:
  void add(std::span<const int16_t> pcm) { meter_.add(pcm); }
  /// At the end of a span of about 200 ms.
  bool judge();
  bool talking() const { return talking_; }

 private:
  LevelMeter meter_;
  bool talking_ = false;
  int quiet_spans_ = 0;
};

class Voice {
 public:
  explicit Voice(int rate);

  /// A change is spread over 10 ms.
  void set(bool muted, float level_db);
  /// 0: no group. Who hears whom besides ourselves.
  void join(uint8_t group);
  uint8_t group() const { return group_; }

  /// Where the sound of this tick is put, before `heard`.
  std::span<int16_t> frame() { return frame_; }
  /// What the others get, also while it fades out.
  std::span<const int16_t> sound() const { return frame_; }
  /// The frame is there; `audible` false: it is silence.
  void heard(bool audible);
  /// Whether there is anything to add in this tick.
  bool audible() const { return audible_; }

  TalkDetector& talk() { return talk_; }
  Limiter& limiter() { return limiter_; }

 private:
  Gain gain_;
  std::vector<int16_t> frame_;
  bool audible_ = false;
  uint8_t group_ = 0;
  TalkDetector talk_;
  Limiter limiter_;
};

}  // namespace hookswitch
