// Comfort noise both ways (RFC 3389) and the judgement of what is a pause.
#include "codec/comfort_noise.h"

#include "codec_checks.h"
#include "dsp/voice_activity.h"
#include "rtp/noise_sender.h"
#include "signals.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

std::vector<std::int16_t> noise_of(std::span<const std::uint8_t> payload, std::size_t samples) {
  const auto codec = make_codec("CN");
  std::vector<std::int16_t> pcm(samples);
  CHECK_EQUAL(codec->decode(payload, pcm), 80U);
  CHECK(codec->in_pause());
  CHECK(codec->conceal(pcm));
  return pcm;
}

double level_dbov(std::span<const std::int16_t> pcm) { return decibel(rms(pcm) / 32767); }

/// Ten milliseconds at a time.
std::size_t ticks_of_speech(VoiceActivity& voice, std::span<const std::int16_t> pcm) {
  std::size_t ticks = 0;
  for (; pcm.size() >= 160; pcm = pcm.subspan(160)) ticks += voice.hear(pcm.first(160)) ? 1 : 0;
  return ticks;
}

}  // namespace

TEST("comfort noise has the level that its first octet says, with and without a spectrum") {
  for (const int level : {20, 40, 60}) {
    CHECK_NEAR(level_dbov(noise_of(std::array{static_cast<std::uint8_t>(level)}, 8000)), -level, 0.5);
    const std::array<std::uint8_t, 4> shaped{static_cast<std::uint8_t>(level), 220, 60, 150};
    CHECK_NEAR(level_dbov(noise_of(shaped, 8000)), -level, 1.0);
  }
  CHECK_EQUAL(rms(noise_of(std::array<std::uint8_t, 1>{127}, 800)), 0.0);
}

TEST("the spectrum of noise survives its description") {
  // Low-pass noise: each sample is mostly the one before.
  auto pcm = noise(16000, 3000);
  double last = 0;
  for (std::int16_t& sample : pcm) {
    last = 0.9 * last + 0.3 * sample;
    sample = static_cast<std::int16_t>(last);
  }
  const NoiseDescription described = describe_noise(pcm);
  CHECK_NEAR(described.level_dbov, level_dbov(pcm), 0.6);
  const auto again = noise_of(described.payload, 16000);
  CHECK_NEAR(level_dbov(again), level_dbov(pcm), 1.0);
  const auto tilt = [](std::span<const std::int16_t> sound) {
    double same = 0;
    double next = 0;
    for (std::size_t i = 1; i < sound.size(); ++i) {
      same += static_cast<double>(sound[i]) * sound[i];
      next += static_cast<double>(sound[i]) * sound[i - 1];
    }
    return next / same;
  };
  CHECK_NEAR(tilt(again), tilt(pcm), 0.05);
}

TEST("a new description is approached without a step") {
  const auto codec = make_codec("CN");
  std::vector<std::int16_t> pcm(80);
  codec->decode(std::array<std::uint8_t, 1>{70}, pcm);
  codec->decode(std::array<std::uint8_t, 1>{30}, pcm);
  CHECK(level_dbov(std::span(pcm).first(8)) < -42);
}

TEST("comfort noise of any bytes is bounded") {
  check_hostile_payloads("CN");
  CHECK_EQUAL(make_codec("CN")->frame_samples(20), 0U);
  std::array<std::int16_t, 80> nothing{};
  CHECK(!make_codec("CN")->conceal(nothing));
  Dice dice(5);
  for (int i = 0; i < 300; ++i) {
    std::vector<std::uint8_t> payload{40};
    for (std::size_t order = dice.next() % 14; order > 0; --order) payload.push_back(dice.byte());
    CHECK(level_dbov(noise_of(payload, 4000)) < -20);
  }
}

TEST("speech is never cut, a steady room becomes a pause") {
  VoiceActivity voice;
  const auto room = noise(16000 * 4, 60);
  CHECK(ticks_of_speech(voice, room) < 40);
  CHECK_EQUAL(ticks_of_speech(voice, voiced(120, 5, 16000, 16000)), 100U);
  // The ends of words.
  CHECK_EQUAL(ticks_of_speech(voice, std::span(room).first(160 * 25)), 25U);
  CHECK_EQUAL(ticks_of_speech(voice, room), 0U);
  // Music on hold and test tones are steady too.
  VoiceActivity tone;
  CHECK_EQUAL(ticks_of_speech(tone, sine(1000, 16000, 16000 * 20, 1000)), 2000U);
}

TEST("a pause is described at its beginning, when it changes, and from time to time") {
  NoiseSender sender;
  const auto quiet = noise(320, 20);
  const auto louder = noise(320, 60);
  sender.hear(voiced(120, 5, 16000, 160));
  CHECK(!sender.pause());
  int packets = 0;
  int waited = 0;
  do {
    sender.hear(std::span(quiet).first(160));
    sender.hear(std::span(quiet).subspan(160));
    ++waited;
  } while (!sender.pause() && waited < 100);
  CHECK(waited >= 12 && waited <= 15);
  for (int i = 0; i < 100; ++i) packets += sender.next(quiet, 20).empty() ? 0 : 1;
  CHECK_EQUAL(packets, 2);
  packets = 0;
  for (int i = 0; i < 40; ++i) packets += sender.next(louder, 20).empty() ? 0 : 1;
  CHECK(packets >= 1 && packets <= 4);
}
