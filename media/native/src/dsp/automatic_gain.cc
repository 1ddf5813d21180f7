// Measures only while the person talks, moves by a few dB a second.
#include "dsp/automatic_gain.h"

#include <algorithm>
#include <cmath>

#include "dsp/gain.h"

namespace hookswitch {

namespace {
/// The active level that a voice shall have, in dB of full scale (about -20 dBm0), and what is near enough.
constexpr float kTargetDb = -23;
constexpr float kNearEnoughDb = 1.5F;
/// Below it (-58 dB of full scale) nobody talks into this microphone.
constexpr float kLeast = 1600;
/// 9 dB over the noise.
constexpr float kOverNoise = 8;
/// Half a second of talk before anything moves.
constexpr int kLearnFrames = 50;
constexpr float kUpDb = 0.03F;
constexpr float kDownDb = 0.12F;
constexpr float kLeastDb = -12;
constexpr float kFullScale = 32768.0F * 32768.0F;
constexpr float kPeak = 30'000;
}  // namespace

void AutomaticGain::process(std::span<std::int16_t> frame, bool not_ours) {
  float sum = 0;
  float peak = 1;
  for (const std::int16_t sample : frame) {
    sum += static_cast<float>(sample) * static_cast<float>(sample);
    peak = std::max(peak, std::abs(static_cast<float>(sample)));
  }
  const float power = sum / static_cast<float>(std::max<std::size_t>(frame.size(), 1));
  if (floor_ == 0) floor_ = power;
  floor_ = std::clamp(power < floor_ ? 0.9F * floor_ + 0.1F * power : floor_ * 1.005F, 1.0F, kFullScale);
  if (!not_ours && power > kLeast && power > kOverNoise * floor_) {
    const float level = 10.0F * std::log10(power / kFullScale);
    if (talked_frames_ == 0) voice_db_ = level;
    voice_db_ += 0.02F * (level - voice_db_);
    talked_frames_ = std::min(talked_frames_ + 1, kLearnFrames);
    const float missing = kTargetDb - (voice_db_ + gain_db_);
    if (talked_frames_ == kLearnFrames && std::abs(missing) > kNearEnoughDb) {
      gain_db_ = std::clamp(gain_db_ + std::clamp(missing, -kDownDb, kUpDb), kLeastDb, most_db_);
    }
  }
  // A loud word is never driven into the limit.
  const float target = std::min(std::pow(10.0F, gain_db_ / 20.0F), std::max(1.0F, kPeak / peak));
  const float step = (target - factor_) / static_cast<float>(frame.size());
  for (std::int16_t& sample : frame) {
    factor_ += step;
    sample = saturate(static_cast<int>(std::lrint(factor_ * static_cast<float>(sample))));
  }
  factor_ = target;
}

}  // namespace hookswitch
