// One direction of an ALSA sound card, mono 16 bit at the caller's rate, whatever the card wants.
#pragma once

#ifdef HOOKSWITCH_HAVE_ALSA

#include <alsa/asoundlib.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "dsp/resampler.h"

namespace hookswitch {

/// Never blocks. After `open` and `start` no call allocates.
class AlsaPcm {
 public:
  enum class Direction { playback, capture };
  enum class Outcome { done, recovered, failed };

  explicit AlsaPcm(Direction direction) : direction_(direction) {}
  ~AlsaPcm() { close(); }
  AlsaPcm(const AlsaPcm&) = delete;
  AlsaPcm& operator=(const AlsaPcm&) = delete;

  /// For the whole process.
  static void keep_alsa_quiet();

  /// Tries the name itself at the rate, then at 48 kHz and others (resampling here), then through the `plug` plugin.
  bool open(const std::string& name, int rate, int period_samples, std::string& error);
  void close();
  bool is_open() const { return pcm_ != nullptr; }

  /// Starts the stream; a playback is given `prefill_periods` of silence first.
  Outcome start();

  /// Capture: how many caller's samples wait. Playback: how many were written and not yet played. Negative: failed.
  long waiting(Outcome& outcome);

  /// Exactly one period; silence after a recovery.
  Outcome read(std::span<std::int16_t> period);
  /// Exactly one period.
  Outcome write(std::span<const std::int16_t> period);

  /// Waits for `avail_min`, `timeout_ms` at most. False: nothing came.
  bool wait(int timeout_ms);

  /// From here to the loudspeaker, or from the microphone to here; 0 when it is not known.
  int delay_ms() const;
  unsigned xruns() const { return xruns_; }
  /// Periods of silence ahead of a playback: 2, or as many as the card's own period needs; one more after each of the first
  /// two underruns, until the device is opened again.
  int prefill_periods() const { return prefill_periods_; }
  const std::string& failure() const { return failure_; }

 private:
  bool configure(const std::string& name, int rate, unsigned device_rate, bool convert, std::string& error);
  bool set_hardware(unsigned device_rate, bool convert, std::string& error);
  bool set_software(std::string& error);
  Outcome recover(int code);
  Outcome fail(int code, const char* what);

  Direction direction_;
  snd_pcm_t* pcm_ = nullptr;
  unsigned channels_ = 1;
  unsigned device_rate_ = 1;
  int period_samples_ = 0;             // the caller's
  snd_pcm_uframes_t device_period_ = 0;  // of the same duration, in the device's frames
  snd_pcm_uframes_t device_buffer_ = 0;
  std::unique_ptr<Resampler> resampler_;
  std::vector<std::int16_t> frames_;   // interleaved, one device period
  std::vector<std::int16_t> mono_;     // one device period
  std::vector<std::int16_t> converted_;
  std::vector<pollfd> descriptors_;
  int prefill_periods_ = 2;
  int max_prefill_periods_ = 4;
  int fruitless_waits_ = 0;
  unsigned xruns_ = 0;
  std::string failure_;
};

}  // namespace hookswitch

#endif
