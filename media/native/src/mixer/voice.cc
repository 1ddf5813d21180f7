// Level of a voice, and the hysteresis of talking.
#include "mixer/voice.h"

#include <cmath>

namespace hookswitch {

namespace {
/// Speech at the quiet end of a telephone begins there; between the two it stays as it was.
constexpr double kTalksDbm0 = -38;
constexpr double kQuietDbm0 = -45;
/// 600 ms: pauses between words are no silence.
constexpr int kQuietSpans = 3;
}  // namespace

bool TalkDetector::judge() {
  const double level = meter_.dbm0();
  meter_.reset();
  if (level >= kTalksDbm0) {
    talking_ = true;
    quiet_spans_ = 0;
  } else if (level >= kQuietDbm0) {
    quiet_spans_ = 0;
  } else if (talking_ && ++quiet_spans_ >= kQuietSpans) {
    talking_ = false;
    quiet_spans_ = 0;
  }
  return talking_;
}

Voice::Voice(int rate) : gain_(rate), frame_(static_cast<size_t>(rate / 100)) {}

void Voice::set(bool muted, float level_db) {
  gain_.set_factor(muted ? 0.0F : std::pow(10.0F, level_db / 20.0F));
}

void Voice::join(uint8_t group) {
  if (group_ == group) return;
  group_ = group;
  limiter_ = Limiter();
  talk_ = TalkDetector();
}

void Voice::heard(bool audible) {
  // Silence too: a mute is complete before the next sound.
  gain_.apply(frame_);
  audible_ = audible && !gain_.silent();
  if (group_ != 0) talk_.add(frame_);
}

}  // namespace hookswitch
