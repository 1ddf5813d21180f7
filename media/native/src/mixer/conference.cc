// The sum once, and for each party the sum less itself.
#include "mixer/conference.h"

#include <algorithm>

namespace hookswitch {

Conference::Conference(size_t samples) : others_(samples), out_(samples) {
  for (Sum& group : groups_) group.samples.resize(samples);
}

void Conference::begin() {
  for (Sum& group : groups_) {
    if (group.used) std::fill(group.samples.begin(), group.samples.end(), 0);
    group.used = false;
  }
}

void Conference::add(const Voice& voice) {
  if (!voice.audible() || voice.group() == 0) return;
  Sum& group = groups_[voice.group()];
  group.used = true;
  const std::span<const int16_t> sound = voice.sound();
  for (size_t at = 0; at < sound.size(); ++at) group.samples[at] += sound[at];
}

std::span<const int16_t> Conference::minus(Voice& voice, std::span<const int16_t> microphone) {
  const std::vector<int32_t>& sum = groups_[voice.group()].samples;
  const std::span<const int16_t> own = voice.sound();
  const bool subtract = voice.audible();
  for (size_t at = 0; at < others_.size(); ++at) {
    others_[at] = sum[at] - (subtract ? own[at] : 0) + (microphone.empty() ? 0 : microphone[at]);
  }
  voice.limiter().process(others_, out_);
  return out_;
}

}  // namespace hookswitch
