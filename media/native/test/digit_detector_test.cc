// DTMF in sound: what is a digit by Q.24, and what is none.
#include <string>
#include <vector>

#include "signals.h"
#include "test.h"
#include "tone/digit_detector.h"
#include "tone/in_band_digits.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

constexpr int kRate = 16000;
constexpr double kRows[] = {697, 770, 852, 941};
constexpr double kColumns[] = {1209, 1336, 1477, 1633};
constexpr int kPlaces[16][2] = {{3, 1}, {0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}, {2, 0},
                                {2, 1}, {2, 2}, {3, 0}, {3, 2}, {0, 3}, {1, 3}, {2, 3}, {3, 3}};

double amplitude(double dbm0) { return 32767 * std::pow(10.0, (dbm0 - 3.14) / 20.0); }

struct Press {
  int event = 5;
  int ms = 50;
  double row_dbm0 = -10;
  double column_dbm0 = -10;
  double off = 0;
};

void add(std::vector<std::int16_t>& to, const std::vector<std::int16_t>& from) { to.insert(to.end(), from.begin(), from.end()); }

void add(std::vector<std::int16_t>& to, const Press& press) {
  const auto count = static_cast<std::size_t>(kRate / 1000 * press.ms);
  auto row = sine(kRows[kPlaces[press.event][0]] * (1 + press.off), kRate, count, amplitude(press.row_dbm0));
  const auto column = sine(kColumns[kPlaces[press.event][1]] * (1 + press.off), kRate, count, amplitude(press.column_dbm0), 1);
  for (std::size_t i = 0; i < count; ++i) row[i] = static_cast<std::int16_t>(row[i] + column[i]);
  add(to, row);
  add(to, std::vector<std::int16_t>(static_cast<std::size_t>(kRate / 1000 * press.ms)));
}

std::vector<DetectedDigit> detect(std::span<const std::int16_t> pcm) {
  DigitDetector detector(kRate);
  std::vector<DetectedDigit> heard;
  for (std::size_t at = 0; at + 160 <= pcm.size(); at += 160) {
    if (const auto digit = detector.hear(pcm.subspan(at, 160))) heard.push_back(*digit);
  }
  return heard;
}

bool is_heard(const Press& press) {
  std::vector<std::int16_t> pcm(static_cast<std::size_t>(press.event) * 37);
  add(pcm, press);
  add(pcm, std::vector<std::int16_t>(1600));
  const auto heard = detect(pcm);
  return heard.size() == 1 && heard[0].event == press.event;
}

}  // namespace

TEST("all sixteen digits of 40 ms with rests of 40 ms are heard once each") {
  std::vector<std::int16_t> pcm;
  for (int event = 0; event < 16; ++event) add(pcm, Press{.event = event, .ms = 40});
  add(pcm, std::vector<std::int16_t>(1600));
  const auto heard = detect(pcm);
  CHECK_EQUAL(heard.size(), 16U);
  for (std::size_t i = 0; i < heard.size(); ++i) CHECK_EQUAL(static_cast<std::size_t>(heard[i].event), i);
}

TEST("a digit's length is told") {
  for (const int ms : {60, 200, 1000}) {
    std::vector<std::int16_t> pcm(333);
    add(pcm, Press{.ms = ms});
    const auto heard = detect(pcm);
    CHECK_EQUAL(heard.size(), 1U);
    if (!heard.empty()) CHECK_NEAR(heard[0].duration_ms, ms, 20);
  }
}

TEST("levels, twist and frequencies within Q.24 are a digit, those outside are none") {
  for (int event = 0; event < 16; ++event) {
    for (const double level : {-3.5, -10.0, -25.0}) CHECK(is_heard({.event = event, .row_dbm0 = level, .column_dbm0 = level}));
    CHECK(is_heard({.event = event, .row_dbm0 = -17, .column_dbm0 = -10}));
    CHECK(is_heard({.event = event, .row_dbm0 = -10, .column_dbm0 = -13}));
    for (const double off : {-0.015, 0.015}) CHECK(is_heard({.event = event, .ms = 60, .off = off}));
    for (const double off : {-0.035, 0.035}) CHECK(!is_heard({.event = event, .ms = 60, .off = off}));
    CHECK(!is_heard({.event = event, .row_dbm0 = -45, .column_dbm0 = -45}));
    CHECK(!is_heard({.event = event, .row_dbm0 = -22, .column_dbm0 = -10}));
    CHECK(!is_heard({.event = event, .row_dbm0 = -10, .column_dbm0 = -18}));
    CHECK(!is_heard({.event = event, .row_dbm0 = -10, .column_dbm0 = -90}));
    CHECK(!is_heard({.event = event, .ms = 14}));
  }
}

TEST("digits are heard in noise, and what our own keys sound like") {
  std::vector<std::int16_t> pcm;
  for (int event = 0; event < 16; ++event) add(pcm, Press{.event = event});
  add(pcm, std::vector<std::int16_t>(1600));
  // 15 dB below the digit, white to 8 kHz.
  const auto hiss = noise(pcm.size(), 3200);
  for (std::size_t i = 0; i < pcm.size(); ++i) pcm[i] = static_cast<std::int16_t>(pcm[i] + hiss[i] / 2);
  CHECK_EQUAL(detect(pcm).size(), 16U);

  InBandDigits digits(kRate);
  std::vector<std::int16_t> keys;
  for (const std::uint8_t event : {1, 1, 11}) digits.start(event, 10);
  digits.stop();
  for (int tick = 0; tick < 60; ++tick) {
    std::vector<std::int16_t> frame(160);
    digits.tick(frame);
    add(keys, frame);
  }
  const auto heard = detect(keys);
  CHECK_EQUAL(heard.size(), 3U);
  if (heard.size() == 3) CHECK_EQUAL(static_cast<int>(heard[2].event), 11);
}

TEST("voices, noise, sweeps and call progress tones are no digits") {
  for (const double pitch : {90.0, 120.0, 170.0, 220.0, 280.0}) {
    for (const double glide : {-30.0, 0.0, 40.0}) CHECK(detect(voiced(pitch, glide, kRate, 3 * kRate)).empty());
  }
  CHECK(detect(noise(20 * kRate, 12000)).empty());
  std::vector<std::int16_t> sweep;
  for (double hz = 300; hz < 3400; hz += 5) add(sweep, sine(hz, kRate, 320, 8000));
  CHECK(detect(sweep).empty());
  for (const auto& [low, high] : {std::pair{350.0, 440.0}, {440.0, 480.0}, {480.0, 620.0}, {1400.0, 2060.0}}) {
    auto tone = sine(low, kRate, 2 * kRate, 4000);
    const auto other = sine(high, kRate, 2 * kRate, 4000);
    for (std::size_t i = 0; i < tone.size(); ++i) tone[i] = static_cast<std::int16_t>(tone[i] + other[i]);
    CHECK(detect(tone).empty());
  }
}
