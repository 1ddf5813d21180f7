// Plays a tone script with a set of gliding voices.
#include "tone/tone_player.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "dsp/gain.h"

namespace hookswitch {
namespace {

constexpr double full_scale_dbm0 = 3.14;

float amplitude_of(double level_dbm0) {
  // Below the idle noise of the coder nothing is heard; a level that is not a number is silence.
  if (!(level_dbm0 > -90.0)) return 0.0F;
  return static_cast<float>(32767.0 * std::pow(10.0, (std::min(level_dbm0, full_scale_dbm0) - full_scale_dbm0) / 20.0));
}

}  // namespace

TonePlayer::TonePlayer(int rate) : rate_(rate), sequence_(rate) {}

void TonePlayer::start(const ToneScript& script) {
  script_ = script;
  for (ToneSegment& segment : script_.segments) segment.part_count = std::min(segment.part_count, ToneSegment::max_parts);
  sequence_.start(script_.timing);
  if (!sequence_.running()) silence();
}

void TonePlayer::stop() {
  sequence_.stop();
  silence();
}

bool TonePlayer::active() const {
  return sequence_.running() ||
         std::any_of(voices_.begin(), voices_.end(), [](const Voice& voice) { return voice.amplitude > 0.0F; });
}

void TonePlayer::mix_into(std::span<std::int16_t> pcm) {
  for (std::int16_t& sample : pcm) {
    if (sequence_.running() && sequence_.advance()) {
      if (sequence_.running()) {
        begin_segment(script_.segments[sequence_.segment()]);
      } else {
        silence();
      }
    }
    float sum = 0;
    for (Voice& voice : voices_) {
      if (voice.amplitude == 0.0F && voice.target == 0.0F) continue;
      const bool rising = voice.slope > 0.0F;
      voice.amplitude += voice.slope;
      if (rising ? voice.amplitude >= voice.target : voice.amplitude <= voice.target) {
        voice.amplitude = voice.target;
        voice.slope = 0.0F;
      }
      sum += voice.amplitude * std::sin(static_cast<float>(2.0 * std::numbers::pi * voice.phase));
      voice.phase += voice.frequency_hz / rate_;
      if (voice.phase >= 1.0) voice.phase -= 1.0;
    }
    if (sum != 0.0F) {
      const float bounded = std::clamp(sum, -65536.0F, 65536.0F);
      sample = saturate(sample + static_cast<int>(std::lrintf(bounded)));
    }
  }
}

void TonePlayer::begin_segment(const ToneSegment& segment) {
  std::array<bool, ToneSegment::max_parts> placed{};
  for (Voice& voice : voices_) {
    float target = 0;
    for (std::size_t i = 0; i < segment.part_count; ++i) {
      if (placed[i] || voice.amplitude == 0.0F || segment.parts[i].frequency_hz != voice.frequency_hz) continue;
      placed[i] = true;
      target = amplitude_of(segment.parts[i].level_dbm0);
      break;
    }
    glide(voice, target);
  }
  for (std::size_t i = 0; i < segment.part_count; ++i) {
    const TonePart& part = segment.parts[i];
    // Also refuses what is not a number; above half the rate it would sound as something else.
    if (placed[i] || !(part.frequency_hz > 0.0 && part.frequency_hz < rate_ / 2.0)) continue;
    const float target = amplitude_of(part.level_dbm0);
    if (target == 0.0F) continue;
    Voice& voice = free_voice();
    voice = Voice{.frequency_hz = part.frequency_hz};
    glide(voice, target);
  }
}

void TonePlayer::silence() {
  for (Voice& voice : voices_) glide(voice, 0.0F);
}

void TonePlayer::glide(Voice& voice, float target) const {
  if (voice.target == target) return;
  voice.target = target;
  voice.slope = (target - voice.amplitude) * 1000.0F / static_cast<float>(ramp_ms * rate_);
}

TonePlayer::Voice& TonePlayer::free_voice() {
  // Among voices that are meant to be silent the quietest; only segments shorter than a ramp take one that still sounds.
  return *std::min_element(voices_.begin(), voices_.end(), [](const Voice& a, const Voice& b) {
    if ((a.target == 0.0F) != (b.target == 0.0F)) return a.target == 0.0F;
    return a.amplitude < b.amplitude;
  });
}

}  // namespace hookswitch
