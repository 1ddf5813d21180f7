// A speakerphone in simulated rooms: what is left of the echo and, in the same run, what is left of the voice.
#include <cmath>
#include <string>
#include <vector>

#include "codec_checks.h"
#include "dsp/automatic_gain.h"
#include "echo/delay_finder.h"
#include "echo/echo_canceller.h"
#include "echo/voice_processor.h"
#include "echo_room.h"
#include "test.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

constexpr Turns kTurns{.far_alone = 8, .near_alone = 3, .both = 5, .far_again = 4};

const std::vector<std::int16_t>& far_talk() {
  static const std::vector<std::int16_t> talk_once = talk(3, kTurns.total(), 120);
  return talk_once;
}
const std::vector<std::int16_t>& near_talk() {
  static const std::vector<std::int16_t> talk_once = talk(80, kTurns.total(), 205);
  return talk_once;
}

Conversation in(const Room& room) { return conversation(room, 3, kTurns, far_talk(), near_talk()); }

EchoResult heard_in(const Conversation& talk, EchoCanceller& canceller) {
  return judge(talk, hold(talk, [&](auto far, auto near) { canceller.process(far, near); }));
}

double level_of(std::span<const std::int16_t> pcm) { return decibel(rms(pcm) / 32768.0); }

}  // namespace

#ifdef HOOKSWITCH_HAVE_SPEEXDSP
TEST("echo: 30 dB go in each room, and the voice stays") {
  for (const int tail_ms : {32, 64, 128}) {
    for (const int delay_ms : {0, 50, 200}) {
      const auto canceller = make_echo_canceller({});
      const EchoResult result = heard_in(in({.tail_ms = tail_ms, .delay_ms = delay_ms}), *canceller);
      const std::string room = std::to_string(tail_ms) + " ms after " + std::to_string(delay_ms) + " ms";
      const auto want = [&](bool good, const char* what) {
        if (!good) fail(__FILE__, __LINE__, room + ": " + what);
      };
      want(result.erle_db >= 30, "less than 30 dB of echo go");
      want(result.late_erle_db >= 30, "less than 30 dB of echo go after double talk");
      want(std::abs(result.near_alone_db) < 1, "the voice changes by more than 1 dB");
      want(result.both_share >= 0.9, "less than 90 % of the voice is left in double talk");
      CHECK(canceller->converged());
    }
  }
}

TEST("echo: a loudspeaker that is driven into its limits") {
  const auto canceller = make_echo_canceller({});
  const EchoResult result = heard_in(in({.tail_ms = 64, .delay_ms = 10, .bend = 1}), *canceller);
  CHECK(result.erle_db >= 30);
  CHECK(std::abs(result.near_alone_db) < 1);
  CHECK(result.both_share >= 0.9);
}

TEST("echo: the linear filter alone lets both sides through all the time") {
  const auto canceller = make_echo_canceller({.suppresses = false, .tail_ms = 32});
  const EchoResult result = heard_in(in({.tail_ms = 16, .delay_ms = 2, .loss_db = 20}), *canceller);
  CHECK(result.erle_db >= 15);
  CHECK(result.both_share >= 0.97);
}

TEST("echo: a phone that was moved learns again") {
  const auto canceller = make_echo_canceller({});
  heard_in(in({.tail_ms = 64, .delay_ms = 10}), *canceller);
  const EchoResult result = heard_in(in({.tail_ms = 96, .delay_ms = 120}), *canceller);
  CHECK(result.erle_db >= 30);
  CHECK(std::abs(result.near_alone_db) < 1);
}
#endif

TEST("echo: half duplex lets the louder side speak") {
  const auto canceller = make_echo_canceller({.cancels = false});
  const EchoResult result = heard_in(in({.tail_ms = 64, .delay_ms = 30, .loss_db = 12}), *canceller);
  CHECK(result.erle_db >= 25);
  CHECK(std::abs(result.near_alone_db) < 1);
  CHECK(!canceller->converged());
}

TEST("echo: where nothing comes back both sides are heard at once") {
  Conversation talk = in({.tail_ms = 64, .delay_ms = 10, .loss_db = 90});
  const auto canceller = make_echo_canceller({});
  const EchoResult result = heard_in(talk, *canceller);
  CHECK(result.both_share >= 0.9);
  CHECK(std::abs(result.near_alone_db) < 1);
}

TEST("echo: nothing is played, and the voice stays as it was") {
  VoiceProcessor processor({.echo = EchoMode::full}, kRoomRate);
  std::vector<std::int16_t> voice = near_talk();
  const std::vector<std::int16_t> nothing(kRoomFrame);
  for (std::size_t at = 0; at + kRoomFrame <= voice.size(); at += kRoomFrame) {
    processor.process(nothing, std::span(voice).subspan(at, kRoomFrame));
  }
  CHECK(std::abs(level_of(voice) - level_of(near_talk())) < 0.5);
}

TEST("echo: after its making nothing is allocated, whatever comes") {
  VoiceProcessor processor({.echo = EchoMode::full, .noise_reduction_db = 12, .automatic_gain_db = 9}, kRoomRate);
  const std::vector<std::int16_t> loud = noise(kRoomFrame, 32767, 7);
  const std::vector<std::int16_t> least(kRoomFrame, -32768);
  std::vector<std::int16_t> frame(kRoomFrame);
  const std::size_t before = allocations();
  for (int tick = 0; tick < 600; ++tick) {
    std::copy_n(tick % 3 == 0 ? least.begin() : loud.begin(), kRoomFrame, frame.begin());
    processor.process(tick % 7 < 3 ? loud : least, frame);
    if (tick % 200 == 0) processor.begin(tick);
  }
  CHECK_EQUAL(allocations(), before);
}

TEST("echo: the delay is found within a second and a half, and no voice moves it") {
  for (const int delay_ms : {0, 40, 120, 200, 280}) {
    const Conversation talk = in({.tail_ms = 64, .delay_ms = delay_ms});
    DelayFinder finder;
    int frames = 0;
    int first = 0;
    double worst = 0;
    hold(talk, [&](auto far, auto near) {
      ++frames;
      const auto found = finder.process(far, near);
      if (!found) return;
      if (first == 0) first = frames;
      worst = std::max(worst, std::abs(static_cast<double>(*found) / 16.0 - delay_ms));
    });
    CHECK(first > 0 && first < 200);
    CHECK(worst < 12);
  }
}

#ifdef HOOKSWITCH_HAVE_SPEEXDSP
TEST("noise reduction lowers a steady noise and leaves the voice") {
  VoiceProcessor processor({.noise_reduction_db = 15}, kRoomRate);
  std::vector<std::int16_t> sound = noise(kRoomRate * 10, 150, 3);
  const std::vector<std::int16_t> words = talk(9, 4, 140);
  for (std::size_t i = 0; i < words.size(); ++i) sound[6 * kRoomRate + i] = saturate(sound[6 * kRoomRate + i] + words[i]);
  const double noise_db = level_of(seconds(sound, 3, 6));
  const std::vector<std::int16_t> nothing(kRoomFrame);
  for (std::size_t at = 0; at + kRoomFrame <= sound.size(); at += kRoomFrame) {
    processor.process(nothing, std::span(sound).subspan(at, kRoomFrame));
  }
  CHECK(level_of(seconds(sound, 3, 6)) < noise_db - 10);
  CHECK(std::abs(level_of(seconds(sound, 6, 10)) - level_of(words)) < 1.5);
}
#endif

TEST("automatic gain raises a quiet voice, lowers a loud one, and leaves noise and echo") {
  const auto after = [](double factor, bool not_ours) {
    AutomaticGain gain(12);
    std::vector<std::int16_t> voice = talk(11, 16, 150);
    for (std::int16_t& sample : voice) sample = saturate(static_cast<int>(std::lrint(sample * factor)));
    for (std::size_t at = 0; at + kRoomFrame <= voice.size(); at += kRoomFrame) {
      gain.process(std::span(voice).subspan(at, kRoomFrame), not_ours);
    }
    return gain.gain_db();
  };
  CHECK(after(0.25, false) > 6);
  CHECK(after(6, false) < -3);
  CHECK_NEAR(after(0.25, true), 0, 0.01);
  AutomaticGain gain(12);
  std::vector<std::int16_t> hiss = noise(kRoomRate * 5, 200, 5);
  for (std::size_t at = 0; at + kRoomFrame <= hiss.size(); at += kRoomFrame) gain.process(std::span(hiss).subspan(at, kRoomFrame), false);
  CHECK_NEAR(gain.gain_db(), 0, 0.01);
}
