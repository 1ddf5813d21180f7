// What the simulated microphone hears: a sound that was put there, or live chunks. Fed by one thread, heard by another.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "dsp/resampler.h"

namespace hookswitch {

class MicrophoneSource {
 public:
  explicit MicrophoneSource(int rate);
  ~MicrophoneSource();
  MicrophoneSource(const MicrophoneSource&) = delete;
  MicrophoneSource& operator=(const MicrophoneSource&) = delete;

  /// Heard from the next period on, once or again and again, in place of everything before. Live chunks are dropped until it
  /// has ended; an empty sound ends it at once. Rates below 8 or above 192 kHz are ignored.
  void play(std::span<const std::int16_t> pcm, int rate, bool loop);

  /// The next live chunk. Returns the samples (at the device's rate) that were dropped because 200 ms are waiting.
  std::size_t feed(std::span<const std::int16_t> pcm, int rate);

  /// By the media thread: the next period.
  void hear(std::span<std::int16_t> capture);

 private:
  struct Sound {
    std::vector<std::int16_t> pcm;
    bool loop = false;
    std::size_t next = 0;
  };

  std::vector<std::int16_t> at_device_rate(std::span<const std::int16_t> pcm, int rate) const;

  int rate_;

  // Handed over by exchange: whoever takes a pointer out owns it.
  std::atomic<Sound*> arriving_{nullptr};
  std::atomic<Sound*> leaving_{nullptr};
  std::unique_ptr<Sound> playing_;  // the media thread's

  // Single producer, single consumer.
  std::vector<std::int16_t> live_;
  std::atomic<std::uint64_t> live_written_{0};
  std::atomic<std::uint64_t> live_read_{0};
  /// Up to here live samples are older than the sound that replaced them.
  std::atomic<std::uint64_t> live_void_{0};
  std::unique_ptr<Resampler> live_resampler_;  // the feeder's
  int live_rate_ = 0;
  std::vector<std::int16_t> live_chunk_;
};

}  // namespace hookswitch
