// The simulated microphone's hand-over between the thread that feeds and the one that hears.
#include "device/microphone_source.h"

#include <algorithm>

namespace hookswitch {
namespace {

bool usable(int rate) { return rate >= 8000 && rate <= 192000; }

}  // namespace

MicrophoneSource::MicrophoneSource(int rate)
    : rate_(rate), live_(static_cast<std::size_t>(rate) / 5) {}

MicrophoneSource::~MicrophoneSource() {
  delete arriving_.load();
  delete leaving_.load();
}

void MicrophoneSource::play(std::span<const std::int16_t> pcm, int rate, bool loop) {
  if (!usable(rate)) return;
  auto sound = std::make_unique<Sound>(Sound{.pcm = at_device_rate(pcm, rate), .loop = loop});
  live_void_.store(live_written_.load(std::memory_order_relaxed), std::memory_order_release);
  delete arriving_.exchange(sound.release(), std::memory_order_acq_rel);
  delete leaving_.exchange(nullptr, std::memory_order_acq_rel);
}

std::vector<std::int16_t> MicrophoneSource::at_device_rate(std::span<const std::int16_t> pcm, int rate) const {
  std::vector<std::int16_t> out;
  out.reserve(pcm.size() * static_cast<std::size_t>(rate_) / static_cast<std::size_t>(rate) + 1);
  Resampler(rate, rate_).process(pcm, out);
  return out;
}

std::size_t MicrophoneSource::feed(std::span<const std::int16_t> pcm, int rate) {
  if (!usable(rate)) return pcm.size();
  if (live_rate_ != rate) {
    live_resampler_ = std::make_unique<Resampler>(rate, rate_);
    live_rate_ = rate;
  }
  live_chunk_.clear();
  live_resampler_->process(pcm, live_chunk_);
  const std::uint64_t written = live_written_.load(std::memory_order_relaxed);
  const std::size_t waiting = static_cast<std::size_t>(written - live_read_.load(std::memory_order_acquire));
  const std::size_t accepted = std::min(live_chunk_.size(), live_.size() - waiting);
  for (std::size_t i = 0; i < accepted; ++i) live_[(written + i) % live_.size()] = live_chunk_[i];
  live_written_.store(written + accepted, std::memory_order_release);
  return live_chunk_.size() - accepted;
}

void MicrophoneSource::hear(std::span<std::int16_t> capture) {
  if (Sound* arrived = arriving_.exchange(nullptr, std::memory_order_acq_rel)) {
    // The feeder frees what leaves; only when it was not back since the last change is it freed here.
    delete leaving_.exchange(playing_.release(), std::memory_order_acq_rel);
    playing_.reset(arrived);
  }

  std::size_t filled = 0;
  while (playing_ && filled < capture.size()) {
    Sound& sound = *playing_;
    if (sound.next == sound.pcm.size()) {
      if (sound.loop && !sound.pcm.empty()) {
        sound.next = 0;
      } else {
        delete leaving_.exchange(playing_.release(), std::memory_order_acq_rel);
        break;
      }
    }
    const std::size_t count = std::min(capture.size() - filled, sound.pcm.size() - sound.next);
    std::copy_n(sound.pcm.begin() + static_cast<std::ptrdiff_t>(sound.next), count,
                capture.begin() + static_cast<std::ptrdiff_t>(filled));
    sound.next += count;
    filled += count;
  }

  const std::uint64_t written = live_written_.load(std::memory_order_acquire);
  std::uint64_t read = std::max(live_read_.load(std::memory_order_relaxed), live_void_.load(std::memory_order_acquire));
  // Behind a sound the live chunks pass unheard, so that they are not late when it ends.
  if (filled > 0) read = written;
  for (; filled < capture.size() && read < written; ++read, ++filled) capture[filled] = live_[read % live_.size()];
  live_read_.store(read, std::memory_order_release);
  std::fill(capture.begin() + static_cast<std::ptrdiff_t>(filled), capture.end(), std::int16_t{0});
}

}  // namespace hookswitch
