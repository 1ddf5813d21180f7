// Goertzel filters over blocks of an eightieth of a second, so that the shortest digit (40 ms) fills two.
#include "tone/digit_detector.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hookswitch {

namespace {

constexpr double kBlockMs = 12.75;
constexpr double kTurn = 2.0 * std::numbers::pi;
/// Rows, then columns.
constexpr std::array<double, 8> kHz = {697, 770, 852, 941, 1209, 1336, 1477, 1633};
constexpr std::array<std::array<std::uint8_t, 4>, 4> kEvents = {{{1, 2, 3, 12}, {4, 5, 6, 13}, {7, 8, 9, 14}, {10, 0, 11, 15}}};
/// Q.24: 1.5 % is a digit, 3.5 % is none. Where that is more than a block can tell, the block decides.
constexpr double kTolerance = 0.02;
constexpr double kMostOffHz = 32;
/// A sine that just fills the coder, see tone_player.h.
constexpr double kFullScaleDbm0 = 3.14;
/// Between a group's frequency and its neighbours.
constexpr float kPeakRatio = 6.3F;
/// Of the block's energy in the two sines; a frequency at the edge of its tolerance loses a quarter in the filter.
constexpr float kShare = 0.68F;
/// A gap that a lost packet's concealment leaves does not end a digit.
constexpr int kMissesThatEnd = 2;
constexpr int kBlocksThatBegin = 2;

float ratio_of(double db) { return static_cast<float>(std::pow(10.0, db / 10.0)); }

float wrapped(float phase) { return std::remainder(phase, static_cast<float>(kTurn)); }

}  // namespace

DigitDetector::DigitDetector(int rate) : block_samples_(static_cast<int>(std::lround(rate * kBlockMs / 1000))) {
  block_ms_ = 1000.0 * block_samples_ / rate;
  for (std::size_t i = 0; i < frequencies; ++i) {
    const double angle = kTurn * kHz[i] / rate;
    const double off_hz = std::min(kHz[i] * kTolerance, kMostOffHz);
    filters_[i] = {.coefficient = static_cast<float>(2.0 * std::cos(angle)),
                   .cosine = static_cast<float>(std::cos(angle)),
                   .sine = static_cast<float>(std::sin(angle)),
                   .advance = wrapped(static_cast<float>(std::fmod(angle * block_samples_, kTurn))),
                   .tolerance = static_cast<float>(kTurn * off_hz * block_ms_ / 1000)};
  }
  const double amplitude = 32767.0 * std::pow(10.0, (quietest_dbm0 - kFullScaleDbm0) / 20.0);
  least_power_ = static_cast<float>(std::pow(amplitude * block_samples_ / 2.0, 2.0));
}

void DigitDetector::reset() {
  for (Filter& filter : filters_) filter.last = filter.before = 0;
  taken_ = 0;
  energy_ = 0;
  previous_ = {};
  digit_ = -1;
  blocks_ = 0;
  missed_ = 0;
}

std::optional<DetectedDigit> DigitDetector::hear(std::span<const std::int16_t> pcm) {
  std::optional<DetectedDigit> over;
  for (const std::int16_t value : pcm) {
    const auto sample = static_cast<float>(value);
    energy_ += sample * sample;
    for (Filter& filter : filters_) {
      const float next = sample + filter.coefficient * filter.last - filter.before;
      filter.before = filter.last;
      filter.last = next;
    }
    if (++taken_ < block_samples_) continue;
    const Block block = finish();
    if (const auto digit = step(block)) over = digit;
    previous_ = block;
  }
  return over;
}

DigitDetector::Block DigitDetector::finish() {
  std::array<float, frequencies> power{};
  std::array<float, frequencies> phase{};
  for (std::size_t i = 0; i < frequencies; ++i) {
    Filter& filter = filters_[i];
    const float re = filter.last - filter.before * filter.cosine;
    const float im = filter.before * filter.sine;
    power[i] = re * re + im * im;
    phase[i] = std::atan2(im, re);
    filter.last = filter.before = 0;
  }
  const float energy = energy_;
  energy_ = 0;
  taken_ = 0;

  const auto best = [&](std::size_t from) {
    return static_cast<std::size_t>(std::max_element(power.begin() + static_cast<std::ptrdiff_t>(from),
                                                     power.begin() + static_cast<std::ptrdiff_t>(from + 4)) -
                                    power.begin());
  };
  const std::size_t row = best(0);
  const std::size_t column = best(4);
  Block block{.row_phase = phase[row], .column_phase = phase[column], .row = row, .column = column};
  if (power[row] < least_power_ || power[column] < least_power_) return block;
  if (power[column] > power[row] * ratio_of(normal_twist_db) || power[row] > power[column] * ratio_of(reverse_twist_db)) return block;
  for (std::size_t i = 0; i < frequencies; ++i) {
    const std::size_t peak = i < 4 ? row : column;
    if (i != peak && power[i] * kPeakRatio > power[peak]) return block;
  }
  // Two pure sines give half the block's length times its energy.
  if (power[row] + power[column] < kShare * energy * static_cast<float>(block_samples_) / 2) return block;
  block.event = kEvents[row][column - 4];
  return block;
}

bool DigitDetector::continues(const Block& now) const {
  if (now.event < 0 || now.event != previous_.event) return false;
  const Filter& row = filters_[now.row];
  const Filter& column = filters_[now.column];
  return std::abs(wrapped(now.row_phase - previous_.row_phase - row.advance)) <= row.tolerance &&
         std::abs(wrapped(now.column_phase - previous_.column_phase - column.advance)) <= column.tolerance;
}

std::optional<DetectedDigit> DigitDetector::step(const Block& now) {
  if (digit_ >= 0) {
    missed_ = now.event == digit_ ? 0 : missed_ + 1;
    ++blocks_;
    if (missed_ < kMissesThatEnd) return std::nullopt;
    // The digit's edges lie in blocks that are no digit: half of each.
    const DetectedDigit over{static_cast<std::uint8_t>(digit_), static_cast<int>(std::lround((blocks_ - missed_ + 1) * block_ms_))};
    digit_ = -1;
    return over;
  }
  if (!continues(now)) return std::nullopt;
  digit_ = now.event;
  blocks_ = kBlocksThatBegin;
  missed_ = 0;
  return std::nullopt;
}

}  // namespace hookswitch
