// The simulated card: absolute deadlines on CLOCK_MONOTONIC, so that the sample counter never drifts from time.
#include "device/simulated_device.h"

#include <time.h>

#include <algorithm>
#include <cerrno>

#include "dsp/gain.h"

namespace hookswitch {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
/// Behind by more (the process was stopped), periods are skipped instead of made up for one by one.
constexpr std::int64_t longest_lag_ns = second_ns / 2;

std::int64_t now_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * second_ns + now.tv_nsec;
}

}  // namespace

SimulatedDevice::SimulatedDevice(int rate)
    : rate_(rate),
      microphone_(rate),
      earpiece_(static_cast<std::size_t>(rate) * ring_seconds),
      speaker_(static_cast<std::size_t>(rate) * ring_seconds) {}

bool SimulatedDevice::open(int rate, int period_samples, std::string& error) {
  close();
  if (rate != rate_ || period_samples <= 0) {
    error = "the simulated device runs at " + std::to_string(rate_) + " Hz only";
    return false;
  }
  open_ = true;
  earpiece_period_.assign(static_cast<std::size_t>(period_samples), 0);
  speaker_period_.assign(static_cast<std::size_t>(period_samples), 0);
  if (room_) echo_.prepare(*room_, rate, static_cast<std::size_t>(period_samples));
  if (epoch_ns_ < 0) epoch_ns_ = now_ns();
  // Opened again: the time while it was closed passes as silence.
  period_end_ = earpiece_.position();
  in_period_ = false;
  const std::int64_t elapsed = now_ns() - epoch_ns_;
  const std::uint64_t due = static_cast<std::uint64_t>(elapsed / second_ns * rate_ + elapsed % second_ns * rate_ / second_ns);
  if (due > period_end_) pass_in_silence(due - period_end_);
  return true;
}

void SimulatedDevice::pass_in_silence(std::uint64_t samples) {
  earpiece_.append_silence(samples);
  speaker_.append_silence(samples);
  period_end_ += samples;
}

std::int64_t SimulatedDevice::time_ns(std::uint64_t sample) const {
  const auto number = static_cast<std::int64_t>(sample);
  return epoch_ns_ + number / rate_ * second_ns + number % rate_ * second_ns / rate_;
}

bool SimulatedDevice::wait_period() {
  if (!open_) return false;
  if (in_period_) {
    if (room_) echo_.played(earpiece_period_);
    earpiece_.append(earpiece_period_);
    speaker_.append(speaker_period_);
    std::fill(earpiece_period_.begin(), earpiece_period_.end(), std::int16_t{0});
    std::fill(speaker_period_.begin(), speaker_period_.end(), std::int16_t{0});
  }
  in_period_ = true;
  const std::size_t period_samples = earpiece_period_.size();
  period_end_ += period_samples;

  const std::int64_t lag = now_ns() - time_ns(period_end_);
  if (lag > longest_lag_ns) {
    const std::int64_t period_ns = static_cast<std::int64_t>(period_samples) * second_ns / rate_;
    pass_in_silence(static_cast<std::uint64_t>(lag / period_ns) * period_samples);
    return true;
  }
  // An instant that has passed expires at once, so a delay is made up for period by period.
  const std::int64_t deadline = time_ns(period_end_);
  const timespec at{static_cast<time_t>(deadline / second_ns), static_cast<long>(deadline % second_ns)};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr) == EINTR) {
  }
  return true;
}

void SimulatedDevice::read(std::span<std::int16_t> capture) {
  microphone_.hear(capture);
  if (room_) echo_.picked_up(capture);
}

void SimulatedDevice::write(std::span<const std::int16_t> playback) {
  mix_into(earpiece_period_, playback);
  if (loudspeaker_) mix_into(speaker_period_, playback);
}

void SimulatedDevice::write_ringer(std::span<const std::int16_t> ringer) { mix_into(speaker_period_, ringer); }

}  // namespace hookswitch
