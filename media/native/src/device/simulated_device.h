// A sound card without hardware: the system's monotonic clock, a microphone that is fed and two places that can be listened to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "device/device.h"
#include "device/microphone_source.h"
#include "device/playback_ring.h"
#include "device/room_echo.h"

namespace hookswitch {

/// `earpiece` is what the active path plays, whichever it is; `speaker` is the ringer and, when it is the active path, the
/// loudspeaker (architecture §5).
enum class Place { earpiece, speaker };

class SimulatedDevice final : public AudioDevice {
 public:
  /// The rate is fixed for life, because the rings are; `open` refuses another one.
  explicit SimulatedDevice(int rate = 16000);

  // By the media thread.
  bool open(int rate, int period_samples, std::string& error) override;
  bool wait_period() override;
  void read(std::span<std::int16_t> capture) override;
  void write(std::span<const std::int16_t> playback) override;
  void write_ringer(std::span<const std::int16_t> ringer) override;
  void close() override { open_ = false; }
  std::string failure() const override { return "the simulated device is not open"; }
  /// Whether the active path is the loudspeaker.
  void set_loudspeaker(bool on) { loudspeaker_ = on; }

  /// Before it is opened: the microphone hears what is played.
  void put_into(const Reflection& room) { room_ = room; }

  // By one other thread.
  int rate() const { return rate_; }
  MicrophoneSource& microphone() { return microphone_; }

  // By any thread.
  std::uint64_t position(Place place) const { return ring(place).position(); }
  /// See PlaybackRing::read.
  std::size_t read(Place place, std::uint64_t from, std::span<std::int16_t> out) const {
    return ring(place).read(from, out);
  }

  static constexpr int ring_seconds = 60;

 private:
  const PlaybackRing& ring(Place place) const { return place == Place::earpiece ? earpiece_ : speaker_; }
  void pass_in_silence(std::uint64_t samples);
  std::int64_t time_ns(std::uint64_t sample) const;

  int rate_;
  MicrophoneSource microphone_;
  PlaybackRing earpiece_;
  PlaybackRing speaker_;
  std::vector<std::int16_t> earpiece_period_;
  std::vector<std::int16_t> speaker_period_;
  bool loudspeaker_ = false;
  std::optional<Reflection> room_;
  RoomEcho echo_;
  bool open_ = false;
  std::int64_t epoch_ns_ = -1;  // sample 0; kept when the device is closed
  std::uint64_t period_end_ = 0;  // the first sample after the period that is being handled
  bool in_period_ = false;
};

}  // namespace hookswitch
