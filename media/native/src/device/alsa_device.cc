// The ALSA card as the engine's device: which stream is the clock, and how the others follow it.
#include "device/alsa_device.h"

#ifdef HOOKSWITCH_HAVE_ALSA

#include <time.h>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "device/alsa_pcm.h"
#include "dsp/gain.h"

namespace hookswitch {
namespace {

/// A card that gives no period for so long is gone, whatever it says.
constexpr int stall_ms = 500;

std::int64_t now_ms() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * std::int64_t{1000} + now.tv_nsec / 1'000'000;
}

/// Tells a card without a clock (ALSA's `null` and `file` plugins are always ready), which would take the whole processor at
/// real-time priority: more than twice the periods of a second in less than one.
class RunawayGuard {
 public:
  void start(int rate, int period_samples) {
    limit_ = 2 * rate / period_samples + 16;
    count_ = 0;
    since_ = {};
  }
  bool tick() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (now.tv_sec - since_.tv_sec > (now.tv_nsec >= since_.tv_nsec ? 0 : 1)) {
      since_ = now;
      count_ = 0;
    }
    return ++count_ <= limit_;
  }

 private:
  timespec since_{};
  int limit_ = 0;
  int count_ = 0;
};

class AlsaDevice final : public AudioDevice {
 public:
  explicit AlsaDevice(AlsaNames names) : names_(std::move(names)) {}

  bool open(int rate, int period_samples, std::string& error) override;
  bool wait_period() override;
  void read(std::span<std::int16_t> capture) override;
  void write(std::span<const std::int16_t> playback) override { mix_into(playback_period_, playback); }
  void write_ringer(std::span<const std::int16_t> ringer) override {
    mix_into(ringer_.is_open() ? ringer_period_ : playback_period_, ringer);
  }
  void close() override;
  int latency_ms() const override { return playback_.delay_ms() + capture_.delay_ms(); }
  std::string failure() const override { return failure_; }

 private:
  /// Until `ready(what waits in the stream)`. False: it failed, or stands still.
  template <typename Ready>
  bool wait_until(AlsaPcm& pcm, const char* stalled, Ready ready);
  bool wait_capture();
  bool wait_playback();
  bool play(AlsaPcm& playback, std::vector<std::int16_t>& period);
  bool failed(const AlsaPcm& pcm);

  AlsaNames names_;
  AlsaPcm capture_{AlsaPcm::Direction::capture};
  AlsaPcm playback_{AlsaPcm::Direction::playback};
  AlsaPcm ringer_{AlsaPcm::Direction::playback};
  std::vector<std::int16_t> capture_period_;
  std::vector<std::int16_t> playback_period_;
  std::vector<std::int16_t> ringer_period_;
  RunawayGuard guard_;
  bool started_ = false;
  std::string failure_;
};

bool AlsaDevice::open(int rate, int period_samples, std::string& error) {
  close();
  failure_.clear();
  const auto open_one = [&](AlsaPcm& pcm, const std::string& name) {
    return name.empty() || pcm.open(name, rate, period_samples, error);
  };
  const std::string ringer = names_.ringer == names_.playback ? std::string() : names_.ringer;
  if (names_.playback.empty() && names_.capture.empty()) {
    error = "neither a playback nor a capture device is named";
    return false;
  }
  if (!open_one(capture_, names_.capture) || !open_one(playback_, names_.playback) || !open_one(ringer_, ringer)) {
    close();
    return false;
  }
  for (std::vector<std::int16_t>* period : {&capture_period_, &playback_period_, &ringer_period_}) {
    period->assign(static_cast<std::size_t>(period_samples), 0);
  }
  guard_.start(rate, period_samples);
  return true;
}

void AlsaDevice::close() {
  capture_.close();
  playback_.close();
  ringer_.close();
  started_ = false;
}

bool AlsaDevice::failed(const AlsaPcm& pcm) {
  failure_ = pcm.failure();
  return false;
}

bool AlsaDevice::wait_period() {
  if (!capture_.is_open() && !playback_.is_open()) {
    if (failure_.empty()) failure_ = "the device is not open";
    return false;
  }
  if (!guard_.tick()) {
    failure_ = "the card has no clock: its periods pass at once";
    return false;
  }
  if (!started_) {
    // The capture first: a card that is slow to start must not find the playback's prefill already played.
    for (AlsaPcm* pcm : {&capture_, &playback_, &ringer_}) {
      if (pcm->is_open() && pcm->start() == AlsaPcm::Outcome::failed) return failed(*pcm);
    }
    started_ = true;
  } else {
    if (playback_.is_open() && !play(playback_, playback_period_)) return false;
    if (ringer_.is_open() && !play(ringer_, ringer_period_)) return false;
  }
  std::fill(playback_period_.begin(), playback_period_.end(), std::int16_t{0});
  std::fill(ringer_period_.begin(), ringer_period_.end(), std::int16_t{0});
  return capture_.is_open() ? wait_capture() : wait_playback();
}

template <typename Ready>
bool AlsaDevice::wait_until(AlsaPcm& pcm, const char* stalled, Ready ready) {
  // Plugins that wake at ticks of a timer of theirs go on doing so when their card stands still.
  std::int64_t since_ms = now_ms();
  for (;;) {
    // Before the card is asked: a thread that got no processor for so long has sound waiting.
    const bool late = now_ms() - since_ms > stall_ms;
    AlsaPcm::Outcome outcome{};
    const long waiting = pcm.waiting(outcome);
    if (outcome == AlsaPcm::Outcome::failed) return failed(pcm);
    if (outcome == AlsaPcm::Outcome::recovered) since_ms = now_ms();
    if (ready(waiting)) return true;
    if ((late && outcome != AlsaPcm::Outcome::recovered) || !pcm.wait(stall_ms)) {
      failure_ = stalled;
      return false;
    }
  }
}

bool AlsaDevice::wait_capture() {
  const auto period = static_cast<long>(capture_period_.size());
  if (!wait_until(capture_, "capture stands still", [&](long waiting) { return waiting >= period; })) return false;
  return capture_.read(capture_period_) != AlsaPcm::Outcome::failed || failed(capture_);
}

bool AlsaDevice::wait_playback() {
  const auto period = static_cast<long>(playback_period_.size());
  // One period of the prefill has been played: its place is free for the next. An underrun makes the prefill longer.
  return wait_until(playback_, "playback stands still",
                    [&](long waiting) { return waiting <= (playback_.prefill_periods() - 1) * period; });
}

bool AlsaDevice::play(AlsaPcm& playback, std::vector<std::int16_t>& period) {
  AlsaPcm::Outcome outcome{};
  const long waiting = playback.waiting(outcome);
  if (outcome == AlsaPcm::Outcome::failed) return failed(playback);
  // In step, all but one period of the prefill is waiting here. More is a delay that would stay, from periods made up for after
  // an underrun or because another card's clock drives this one: a period is left out. Less underruns once, and the stream
  // begins with its prefill again.
  if (waiting > playback.prefill_periods() * static_cast<long>(period.size())) return true;
  return playback.write(period) != AlsaPcm::Outcome::failed || failed(playback);
}

void AlsaDevice::read(std::span<std::int16_t> capture) {
  const std::size_t count = std::min(capture.size(), capture_period_.size());
  std::copy_n(capture_period_.begin(), count, capture.begin());
  std::fill(capture.begin() + static_cast<std::ptrdiff_t>(count), capture.end(), std::int16_t{0});
}

}  // namespace

std::unique_ptr<AudioDevice> make_alsa_device(AlsaNames names) {
  AlsaPcm::keep_alsa_quiet();
  return std::make_unique<AlsaDevice>(std::move(names));
}

}  // namespace hookswitch

#endif
