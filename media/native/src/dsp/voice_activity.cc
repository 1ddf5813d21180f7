// Energy over the noise floor.
#include "dsp/voice_activity.h"

#include <algorithm>
#include <cmath>

namespace hookswitch {

namespace {
/// Above this, in dB below full scale, it is never taken for a pause: music and tones are steady too.
constexpr float kLoudestNoiseDb = -45;
/// What nobody hears, and no floor lies below.
constexpr float kSilenceDb = -72;
constexpr float kSpeechOverFloorDb = 6;
/// A room that becomes louder is learnt at this pace.
constexpr float kRiseDbPerTick = 0.04F;
/// 250 ms: ends of words.
constexpr int kHangOverTicks = 25;

float level_of(std::span<const std::int16_t> pcm) {
  float power = 1e-3F;
  for (const std::int16_t sample : pcm) power += static_cast<float>(sample) * static_cast<float>(sample);
  return 10 * std::log10(power / (static_cast<float>(std::max<std::size_t>(pcm.size(), 1)) * 32767.0F * 32767.0F));
}

}  // namespace

bool VoiceActivity::hear(std::span<const std::int16_t> pcm) {
  const float level_db = level_of(pcm);
  if (!known_ || level_db < floor_db_) {
    floor_db_ = known_ ? floor_db_ + (level_db - floor_db_) * 0.3F : std::min(level_db, kLoudestNoiseDb);
    known_ = true;
  } else {
    floor_db_ = std::min(floor_db_ + kRiseDbPerTick, kLoudestNoiseDb);
  }
  floor_db_ = std::max(floor_db_, kSilenceDb - kSpeechOverFloorDb);
  const bool speech = level_db > floor_db_ + kSpeechOverFloorDb || level_db > kLoudestNoiseDb;
  if (speech) {
    hang_over_ = kHangOverTicks;
    return true;
  }
  if (hang_over_ == 0) return false;
  --hang_over_;
  return true;
}

}  // namespace hookswitch
