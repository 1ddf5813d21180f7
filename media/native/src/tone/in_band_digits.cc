// Which two frequencies a key has, and for how long.
#include "tone/in_band_digits.h"

#include <algorithm>

namespace hookswitch {

namespace {

constexpr int kTickMs = 10;
constexpr std::array<double, 4> kRowsHz = {697, 770, 852, 941};
constexpr std::array<double, 4> kColumnsHz = {1209, 1336, 1477, 1633};
/// Row and column of the events 0 to 9, *, #, A to D.
constexpr std::array<std::array<uint8_t, 2>, 16> kPlaces = {{{3, 1}, {0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}, {2, 0},
                                                             {2, 1}, {2, 2}, {3, 0}, {3, 2}, {0, 3}, {1, 3}, {2, 3}, {3, 3}}};

ToneScript script_of(uint8_t event, uint8_t volume) {
  const auto [row, column] = kPlaces[event & 0x0f];
  ToneScript script;
  script.timing.section_count = 1;
  script.timing.sections[0] = {.first = 0, .count = 1, .duration_ms = 0};
  script.timing.segment_ms[0] = 1000;
  ToneSegment& segment = script.segments[0];
  segment.part_count = 2;
  segment.parts[0] = {kRowsHz[row], -static_cast<double>(volume)};
  segment.parts[1] = {kColumnsHz[column], -static_cast<double>(volume)};
  return script;
}

}  // namespace

void InBandDigits::start(uint8_t event, uint8_t volume) {
  stop();
  if (queued_ < queue_.size()) queue_[queued_++] = {event, volume, false};
}

void InBandDigits::stop() {
  if (queued_ > 0) {
    queue_[queued_ - 1].stopped = true;
  } else {
    key_.stopped = true;
  }
}

void InBandDigits::reset() {
  queued_ = 0;
  state_ = State::idle;
  player_.stop();
}

void InBandDigits::step() {
  if (state_ == State::sounding && key_.stopped && elapsed_ms_ >= kToneMs) {
    player_.stop();
    state_ = State::pausing;
    elapsed_ms_ = 0;
  }
  if (state_ == State::pausing && elapsed_ms_ >= kPauseMs) state_ = State::idle;
  if (state_ != State::idle || queued_ == 0) return;
  key_ = queue_[0];
  std::copy(queue_.begin() + 1, queue_.begin() + static_cast<std::ptrdiff_t>(queued_), queue_.begin());
  --queued_;
  player_.start(script_of(key_.event, key_.volume));
  state_ = State::sounding;
  elapsed_ms_ = 0;
}

void InBandDigits::tick(std::span<int16_t> pcm) {
  step();
  std::fill(pcm.begin(), pcm.end(), int16_t{0});
  player_.mix_into(pcm);
  elapsed_ms_ += kTickMs;
}

}  // namespace hookswitch
