// Plays tune or recording through the cadence's gate.
#include "tone/ring_player.h"

#include <algorithm>
#include <cmath>

#include "dsp/gain.h"

namespace hookswitch {

RingPlayer::RingPlayer(int rate) : rate_(rate), tune_(rate), cadence_(rate) {}

void RingPlayer::start(std::unique_ptr<RingScript>& script) {
  script_.swap(script);
  gate_ = 0;
  played_ = 0;
  open_ = false;
  running_ = script_ != nullptr;
  if (!running_) return;
  if (script_->cadence.section_count > 0) {
    cadence_.start(script_->cadence);
    running_ = cadence_.running();
  } else {
    cadence_.stop();
    open_ = true;
    begin_tune();
  }
}

void RingPlayer::stop() {
  running_ = false;
  open_ = false;
}

void RingPlayer::begin_tune() {
  position_ = 0;
  if (script_->recording.empty()) tune_.start(script_->tune);
}

void RingPlayer::step_cadence() {
  if (!cadence_.running() || !cadence_.advance()) return;
  running_ = cadence_.running();
  const bool sounds = running_ && (script_->sounding >> cadence_.segment() & 1U) != 0;
  if (sounds && !open_) begin_tune();
  open_ = sounds;
}

std::int16_t RingPlayer::next_sample() {
  const std::vector<std::int16_t>& recording = script_->recording;
  if (recording.empty()) {
    std::int16_t sample = 0;
    tune_.mix_into({&sample, 1});
    return sample;
  }
  const std::int16_t sample = recording[position_];
  if (++position_ == recording.size()) position_ = 0;
  return sample;
}

float RingPlayer::rise() const {
  const std::int64_t whole = static_cast<std::int64_t>(script_->rise_ms) * rate_ / 1000;
  if (played_ >= whole) return 1.0F;
  const double missing = 1.0 - static_cast<double>(played_) / static_cast<double>(whole);
  return static_cast<float>(std::pow(10.0, quiet_db * missing / 20.0));
}

void RingPlayer::mix_into(std::span<std::int16_t> pcm) {
  if (!active()) return;
  const float step = 1000.0F / static_cast<float>(TonePlayer::ramp_ms * rate_);
  const float loudness = rise();
  for (std::int16_t& sample : pcm) {
    if (running_) step_cadence();
    gate_ = open_ ? std::min(1.0F, gate_ + step) : std::max(0.0F, gate_ - step);
    // A tune that is shut out does not go on: it begins anew.
    if (gate_ == 0.0F && !open_) continue;
    sample = saturate(sample + static_cast<int>(std::lrintf(gate_ * loudness * static_cast<float>(next_sample()))));
  }
  played_ += static_cast<std::int64_t>(pcm.size());
}

}  // namespace hookswitch
