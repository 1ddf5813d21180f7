// The live path as the media thread drives it, with a device that stands in a room: what is played comes back into its microphone.
#include <algorithm>
#include <vector>

#include "echo_room.h"
#include "engine/sound.h"
#include "test.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

class RoomDevice final : public AudioDevice {
 public:
  explicit RoomDevice(const Room& room) : taps_(impulse_response(room, 3)), played_(taps_.size() + kRoomFrame) {}

  bool open(int, int, std::string&) override { return true; }
  bool wait_period() override {
    std::copy(played_.begin() + kRoomFrame, played_.end(), played_.begin());
    std::copy(period_.begin(), period_.end(), played_.end() - kRoomFrame);
    std::fill(period_.begin(), period_.end(), std::int16_t{0});
    return true;
  }
  void read(std::span<std::int16_t> capture) override {
    for (std::size_t i = 0; i < capture.size(); ++i) {
      const std::size_t now = played_.size() - kRoomFrame + i;
      float sum = 0;
      for (std::size_t k = 0; k < taps_.size(); ++k) sum += taps_[k] * played_[now - k];
      capture[i] = saturate(static_cast<int>(sum));
    }
    echo.insert(echo.end(), capture.begin(), capture.end());
  }
  void write(std::span<const std::int16_t> playback) override { mix_into(period_, playback); }
  void write_ringer(std::span<const std::int16_t> ringer) override { mix_into(period_, ringer); }
  void close() override {}
  int latency_ms() const override { return 0; }

  std::vector<std::int16_t> echo;

 private:
  std::vector<float> taps_;
  std::vector<std::int16_t> played_;
  std::vector<std::int16_t> period_ = std::vector<std::int16_t>(kRoomFrame);
};

class NoListener final : public EventSink {
 public:
  void emit(const Event&) override {}
};

struct Desk {
  explicit Desk(const Room& room) {
    auto device = std::make_unique<RoomDevice>(room);
    card = device.get();
    slot.device = std::move(device);
    slot.working = true;
    sound.attach(PathName::speaker, &slot, listener);
    sound.attach(PathName::handset, &slot, listener);
    sound.select(PathName::speaker);
  }

  void process(const VoiceProcessing& processing) {
    auto processor = std::make_unique<VoiceProcessor>(processing, kCoreRate);
    sound.set_processor(PathName::speaker, processor);
  }

  /// What is sent while this is heard.
  std::vector<std::int16_t> play(std::span<const std::int16_t> far) {
    std::vector<std::int16_t> sent;
    card->echo.clear();
    for (std::size_t at = 0; at + kTickSamples <= far.size(); at += kTickSamples) {
      sound.wait(listener, opener);
      const auto captured = sound.capture();
      sent.insert(sent.end(), captured.begin(), captured.end());
      sound.hear(far.subspan(at, kTickSamples));
      sound.mix();
      sound.play();
    }
    return sent;
  }

  double loss(std::span<const std::int16_t> sent, double from, double to) const {
    return decibel(rms(seconds(card->echo, from, to)) / (rms(seconds(sent, from, to)) + 1e-3));
  }

  CommandQueue commands;
  DeviceOpener opener{commands};
  NoListener listener;
  DeviceSlot slot;
  RoomDevice* card;
  Sound sound;
};

}  // namespace

TEST("speakerphone: without a processor the other side hears itself") {
  Desk desk({.tail_ms = 32, .delay_ms = 10});
  CHECK_NEAR(desk.loss(desk.play(talk(3, 2, 120)), 0, 2), 0.0, 0.1);
}

#ifdef HOOKSWITCH_HAVE_SPEEXDSP
TEST("speakerphone: the other side does not hear itself, nor our tones") {
  Desk desk({.tail_ms = 32, .delay_ms = 10});
  desk.process({.echo = EchoMode::full});
  const std::vector<std::int16_t> voice = talk(3, 7, 120);
  CHECK(desk.loss(desk.play(voice), 3, 7) >= 30);

  ToneScript tone;
  tone.timing.segment_ms = {400, 200};
  tone.timing.sections[0] = {.first = 0, .count = 2, .duration_ms = 0};
  tone.timing.section_count = 1;
  tone.segments[0].parts[0] = {.frequency_hz = 440, .level_dbm0 = -20};
  tone.segments[0].part_count = 1;
  desk.sound.play_tone(tone);
  const std::vector<std::int16_t> nothing(3 * kRoomRate);
  CHECK(desk.loss(desk.play(nothing), 1, 3) >= 25);
  desk.sound.stop_tone();

  // The handset's processor is none of the loudspeaker's; back again, the room is learnt anew.
  desk.sound.select(PathName::handset);
  CHECK_NEAR(desk.loss(desk.play(voice), 1, 3), 0.0, 0.5);
  desk.sound.select(PathName::speaker);
  CHECK(desk.loss(desk.play(voice), 3, 7) >= 30);
}
#endif
