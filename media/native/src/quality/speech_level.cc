// A floor that follows the quietest moment of each window; what stands well above it is speech.
#include "quality/speech_level.h"

#include <algorithm>
#include <cmath>

namespace hookswitch {

namespace {

/// A sine of full scale is 3.14 dBm0 in G.711's terms (ITU-T G.711): power of 0 dBm0 in samples squared.
const double kReferencePower = 32768.0 * 32768.0 / 2 / std::pow(10.0, 0.314);
/// 9 dB.
constexpr double kSpeechOverFloor = 8;
/// -55 dBm0: a line as quiet as that is silence, whatever lies below.
const double kQuietPower = kReferencePower * std::pow(10.0, -5.5);

double dbm0(double power) { return std::max(-90.0, 10 * std::log10(std::max(power, 1e-9) / kReferencePower)); }

}  // namespace

void SpeechLevel::add(std::span<const int16_t> pcm) {
  if (pcm.empty()) return;
  double sum = 0;
  for (const int16_t sample : pcm) sum += static_cast<double>(sample) * sample;
  const double power = sum / static_cast<double>(pcm.size());
  lowest_ = ticks_in_window_ == 0 ? power : std::min(lowest_, power);
  if (++ticks_in_window_ == kWindowTicks) {
    ticks_in_window_ = 0;
    floor_ = lowest_;
    floor_known_ = true;
  }
  // Before the first window is over nobody knows which of it was speech.
  if (!floor_known_) return;
  if (power > std::max(floor_ * kSpeechOverFloor, kQuietPower)) {
    speech_power_ += power;
    ++speech_ticks_;
  } else {
    noise_power_ += power;
    ++noise_ticks_;
  }
}

std::optional<double> SpeechLevel::signal_dbm0() const {
  if (speech_ticks_ == 0) return std::nullopt;
  return dbm0(speech_power_ / static_cast<double>(speech_ticks_));
}

std::optional<double> SpeechLevel::noise_dbm0() const {
  if (noise_ticks_ == 0) return std::nullopt;
  return dbm0(noise_power_ / static_cast<double>(noise_ticks_));
}

}  // namespace hookswitch
