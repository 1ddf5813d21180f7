// Clock, paths and volumes.
#include "engine/sound.h"

#include <algorithm>
#include <cmath>
#include <ctime>

#include "engine/clock.h"

namespace hookswitch {

namespace {
constexpr int64_t kTickNs = int64_t{kTickMs} * 1'000'000;
size_t index_of(PathName path) { return static_cast<size_t>(path); }
}  // namespace

Sound::Sound()
    : volumes_{Gain(kCoreRate), Gain(kCoreRate), Gain(kCoreRate)},
      ringer_volume_(kCoreRate),
      microphone_(kCoreRate),
      tone_(kCoreRate),
      ring_(kCoreRate),
      announcement_(kCoreRate),
      played_(kTickSamples),
      side_tones_{Gain(kCoreRate, 0), Gain(kCoreRate, 0), Gain(kCoreRate, 0)},
      mixer_(kTickSamples),
      conversation_(kTickSamples),
      side_tone_(kTickSamples),
      captured_(kTickSamples),
      playing_(kTickSamples),
      ringing_(kTickSamples) {}

Sound::~Sound() = default;

DeviceSlot* Sound::slot_of(std::optional<PathName> path) const { return path ? slots_[index_of(*path)] : nullptr; }

void Sound::tell(PathName path, EventType type, EventSink& events) const {
  Event event;
  event.type = type;
  event.path = path;
  event.set_text(slots_[index_of(path)]->failure);
  events.emit(event);
}

void Sound::tell_all(const DeviceSlot* slot, EventType type, EventSink& events) const {
  for (size_t path = 0; path < kPaths; ++path) {
    if (slots_[path] == slot) tell(static_cast<PathName>(path), type, events);
  }
}

void Sound::attach(PathName path, DeviceSlot* slot, EventSink& events) {
  slots_[index_of(path)] = slot;
  if (!slot->failure.empty()) tell(path, EventType::device_failed, events);
}

void Sound::opened(DeviceSlot* slot, const std::string& failure, bool again, EventSink& events) {
  slot->working = failure.empty();
  slot->failure = failure;
  unlearnt_ = true;
  if (!failure.empty()) {
    tell_all(slot, EventType::device_failed, events);
  } else if (again) {
    tell_all(slot, EventType::device_recovered, events);
  }
}

void Sound::select(std::optional<PathName> path) {
  if (live_ != path) unlearnt_ = true;
  live_ = path;
}

void Sound::set_processor(PathName path, std::unique_ptr<VoiceProcessor>& processor) {
  processors_[index_of(path)].swap(processor);
  unlearnt_ = true;
}

void Sound::set_volume(std::optional<PathName> path, int level) {
  (path ? volumes_[index_of(*path)] : ringer_volume_).set_step(level);
}

void Sound::play_ring(PathName path, std::unique_ptr<RingScript>& ring) {
  ring_path_ = path;
  ring_.start(ring);
}

void Sound::set_side_tone(PathName path, std::optional<float> level_db) {
  const bool at_the_ear = path != PathName::speaker && level_db.has_value();
  side_tones_[index_of(path)].set_factor(at_the_ear ? std::pow(10.0F, *level_db / 20.0F) : 0.0F);
}

DeviceSlot* Sound::clock() const {
  DeviceSlot* const preferred[] = {slot_of(live_), ring_.active() ? slot_of(ring_path_) : nullptr, slots_[0], slots_[1], slots_[2]};
  for (DeviceSlot* slot : preferred) {
    if (slot != nullptr && slot->working) return slot;
  }
  return nullptr;
}

void Sound::wait_for_timer() {
  const int64_t now = read_clock_ns(CLOCK_MONOTONIC);
  // After a device was the clock, or after a long stop, the timer begins again instead of catching up.
  if (timer_due_ns_ < now - 5 * kTickNs || timer_due_ns_ > now + kTickNs) timer_due_ns_ = now;
  timer_due_ns_ += kTickNs;
  const timespec due{static_cast<time_t>(timer_due_ns_ / 1'000'000'000), static_cast<long>(timer_due_ns_ % 1'000'000'000)};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, nullptr);
}

void Sound::wait(EventSink& events, DeviceOpener& opener) {
  for (DeviceSlot* slot : slots_) {
    if (slot != nullptr && slot->must_reopen && opener.try_reopen(slot)) slot->must_reopen = false;
  }
  clock_ = clock();
  if (clock_ == nullptr) {
    wait_for_timer();
    return;
  }
  if (clock_->device->wait_period()) return;
  clock_->working = false;
  clock_->must_reopen = true;
  clock_->failure = clock_->device->failure();
  tell_all(clock_, EventType::device_failed, events);
  clock_ = nullptr;
}

void Sound::process_voice() {
  VoiceProcessor* processor = processors_[index_of(*live_)].get();
  if (processor == nullptr) return;
  if (unlearnt_) processor->begin(clock_->device->latency_ms());
  unlearnt_ = false;
  processor->process(played_, captured_);
}

void Sound::copy(TapPoint point, std::span<const int16_t> pcm) {
  const bool of_the_microphone = point != TapPoint::played;
  if (tap_ == nullptr || (of_the_microphone && microphone_.step() == 0)) return;
  tap_->send(point, pcm);
}

std::span<const int16_t> Sound::capture() {
  if (tap_ != nullptr) tap_->tick();
  std::fill(captured_.begin(), captured_.end(), int16_t{0});
  // A muted microphone is read all the same: what waits in the device must not be heard later.
  if (clock_ != nullptr && clock_ == slot_of(live_)) {
    clock_->device->read(captured_);
    copy(TapPoint::microphone, captured_);
    process_voice();
    copy(TapPoint::processed, captured_);
  }
  // Silence too, so that a mute is complete before another path's microphone opens.
  microphone_.apply(captured_);
  std::copy(captured_.begin(), captured_.end(), side_tone_.begin());
  if (announcement_.active()) {
    std::fill(conversation_.begin(), conversation_.end(), int16_t{0});
    announcement_.mix_into(conversation_);
    mix_into(captured_, conversation_);
    hear(conversation_);
  }
  return captured_;
}

void Sound::mix() {
  mixer_.take(conversation_);
  std::copy(conversation_.begin(), conversation_.end(), playing_.begin());
}

void Sound::play() {
  if (live_) {
    Gain& side_tone = side_tones_[index_of(*live_)];
    side_tone.apply(side_tone_);
    if (!side_tone.silent()) mix_into(playing_, side_tone_);
  }
  tone_.mix_into(playing_);
  std::fill(ringing_.begin(), ringing_.end(), int16_t{0});
  ring_.mix_into(ringing_);
  ringer_volume_.apply(ringing_);
  if (live_) volumes_[index_of(*live_)].apply(playing_);
  keep_played();
  if (clock_ == nullptr) return;
  if (clock_->simulated != nullptr) clock_->simulated->set_loudspeaker(live_ == PathName::speaker);
  // One device plays at a time, the clock: a ring on another one waits until no path of this one is live.
  if (clock_ == slot_of(live_)) clock_->device->write(playing_);
  if (clock_ == slot_of(ring_path_)) clock_->device->write_ringer(ringing_);
}

void Sound::keep_played() {
  std::fill(played_.begin(), played_.end(), int16_t{0});
  if (clock_ == nullptr || clock_ != slot_of(live_)) return;
  mix_into(played_, playing_);
  if (clock_ == slot_of(ring_path_)) mix_into(played_, ringing_);
  copy(TapPoint::played, played_);
}

}  // namespace hookswitch
