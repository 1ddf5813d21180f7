// What a sound device is to the engine: a clock that ticks in periods, and samples in and out.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace hookswitch {

/// Used by the media thread alone. A cycle is: `wait_period`, `read`, `write`, `write_ringer` (either may be left out: then
/// silence is played); what was written is handed to the hardware when the next `wait_period` begins.
class AudioDevice {
 public:
  virtual ~AudioDevice() = default;

  /// Mono, 16 bit. Opening an open device closes it first. On failure `error` says why, in words for a log.
  virtual bool open(int rate, int period_samples, std::string& error) = 0;

  /// Blocks until the next period is due. False: the device failed (unplugged) and wants `close`, later `open`; `failure`
  /// says why. An overrun or underrun is not a failure: the device recovers and goes on.
  virtual bool wait_period() = 0;

  /// The period that was captured; silence when the device cannot capture.
  virtual void read(std::span<std::int16_t> capture) = 0;

  /// What the active path plays in this period.
  virtual void write(std::span<const std::int16_t> playback) = 0;

  /// What the ringer plays in this period.
  virtual void write_ringer(std::span<const std::int16_t> ringer) = 0;

  virtual void close() = 0;

  /// How long what is written takes until it could come back in what is read, as far as the hardware tells.
  virtual int latency_ms() const { return 0; }

  /// Why `wait_period` returned false.
  virtual std::string failure() const { return {}; }
};

}  // namespace hookswitch
