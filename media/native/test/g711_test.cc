// G.711 against a second definition, made from the Recommendation's tables instead of from bits.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "codec_checks.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

/// Columns 3 to 5 of tables 1a and 2a: where each of the 128 intervals of a sign begins, where the last one ends, and
/// the values that the decoder gives. In 16-bit samples.
struct Table {
  std::vector<int> decisions{0};
  std::vector<int> values;

  void add(int intervals, int size) {
    for (int i = 0; i < intervals; ++i) {
      const int begin = decisions.back();
      decisions.push_back(begin + size);
      values.push_back(begin + size / 2);
    }
  }
};

Table a_law() {
  Table table;  // 13 bits: 4096 is full scale, so the unit is 8
  table.add(32, 2 * 8);
  for (const int size : {4, 8, 16, 32, 64, 128}) table.add(16, size * 8);
  return table;
}

Table mu_law() {
  Table table;  // 14 bits: the unit is 4; table 2a ends at 8159
  table.decisions.push_back(1 * 4);
  table.values.push_back(0);
  table.add(15, 2 * 4);
  for (const int size : {4, 8, 16, 32, 64, 128, 256}) table.add(16, size * 4);
  return table;
}

/// Number of the interval: closed below and open above along the whole line.
int interval_of(const Table& table, int sample) {
  int number = 0;
  if (sample >= 0) {
    while (number < 127 && sample >= table.decisions[static_cast<std::size_t>(number) + 1]) ++number;
  } else {
    while (number < 127 && sample < -table.decisions[static_cast<std::size_t>(number) + 1]) ++number;
  }
  return number;
}

/// Column 6: the character signal, and for the A-law the inversion of even bits.
int mu_law_code(int sample, int interval) { return (sample >= 0 ? 0xFF : 0x7F) - interval; }
int a_law_code(int sample, int interval) { return ((sample >= 0 ? 0x80 : 0x00) + interval) ^ 0x55; }

std::vector<std::uint8_t> encode_everything(const char* name) {
  std::vector<std::int16_t> pcm;
  for (int sample = -32768; sample <= 32767; ++sample) pcm.push_back(static_cast<std::int16_t>(sample));
  std::vector<std::uint8_t> codes(pcm.size());
  CHECK_EQUAL(make_codec(name)->encode(pcm, codes), 65536U);
  return codes;
}

std::vector<std::int16_t> decode_everything(const char* name) {
  std::vector<std::uint8_t> codes;
  for (unsigned code = 0; code < 256; ++code) codes.push_back(static_cast<std::uint8_t>(code));
  std::vector<std::int16_t> pcm(256);
  CHECK_EQUAL(make_codec(name)->decode(codes, pcm), 256U);
  return pcm;
}

template <typename Code>
void check_law(const char* name, const Table& table, Code code_of) {
  const auto codes = encode_everything(name);
  const auto values = decode_everything(name);
  int wrong = 0;
  for (int sample = -32768; sample <= 32767; ++sample) {
    const int interval = interval_of(table, sample);
    if (codes[static_cast<std::size_t>(sample + 32768)] != code_of(sample, interval)) ++wrong;
  }
  CHECK_EQUAL(wrong, 0);
  for (int interval = 0; interval < 128; ++interval) {
    const int value = table.values[static_cast<std::size_t>(interval)];
    CHECK_EQUAL(values[static_cast<std::size_t>(code_of(1, interval))], value);
    CHECK_EQUAL(values[static_cast<std::size_t>(code_of(-1, interval))], -value);
  }
}

}  // namespace

TEST("G.711 µ-law agrees with table 2 for every input") {
  const Table table = mu_law();
  CHECK_EQUAL(table.decisions.size(), 129U);
  CHECK_EQUAL(table.decisions.back(), 8159 * 4);
  CHECK_EQUAL(table.values.back(), 8031 * 4);
  check_law("PCMU", table, mu_law_code);
}

TEST("G.711 A-law agrees with table 1 for every input") {
  const Table table = a_law();
  CHECK_EQUAL(table.decisions.size(), 129U);
  CHECK_EQUAL(table.decisions.back(), 4096 * 8);
  CHECK_EQUAL(table.values.back(), 4032 * 8);
  check_law("PCMA", table, a_law_code);
}

TEST("G.711 tables have the documented checksums") {
  CHECK_EQUAL(crc32(std::array<std::uint8_t, 9>{'1', '2', '3', '4', '5', '6', '7', '8', '9'}), 0xCBF43926U);
  CHECK_EQUAL(crc32(encode_everything("PCMU")), 0x6399D432U);
  CHECK_EQUAL(crc32(encode_everything("PCMA")), 0x9133796EU);
  CHECK_EQUAL(crc32(little_endian(decode_everything("PCMU"))), 0x0C847A9FU);
  CHECK_EQUAL(crc32(little_endian(decode_everything("PCMA"))), 0x9D764657U);
}

TEST("G.711 short vectors by hand") {
  struct Vector {
    std::int16_t sample;
    std::uint8_t mu;
    std::uint8_t a;
  };
  // Zero, the smallest steps on both sides of it, a decision value of each sign, full scale.
  constexpr std::array<Vector, 10> vectors{{{0, 0xFF, 0xD5},
                                            {-1, 0x7F, 0x55},
                                            {4, 0xFE, 0xD5},
                                            {-4, 0x7F, 0x55},
                                            {-5, 0x7E, 0x55},
                                            {16, 0xFD, 0xD4},
                                            {-16, 0x7D, 0x55},
                                            {-17, 0x7D, 0x54},
                                            {32767, 0x80, 0xAA},
                                            {-32768, 0x00, 0x2A}}};
  for (const Vector& vector : vectors) {
    std::uint8_t code = 0;
    make_codec("PCMU")->encode({&vector.sample, 1}, {&code, 1});
    CHECK_EQUAL(int{code}, int{vector.mu});
    make_codec("PCMA")->encode({&vector.sample, 1}, {&code, 1});
    CHECK_EQUAL(int{code}, int{vector.a});
  }
}

TEST("G.711 codes survive decoding and encoding again") {
  for (const char* name : {"PCMU", "PCMA"}) {
    const auto values = decode_everything(name);
    std::vector<std::uint8_t> again(256);
    make_codec(name)->encode(values, again);
    // Both zeros of the µ-law decode to 0, which encodes as the positive one.
    for (unsigned code = 0; code < 256; ++code) {
      if (std::string_view(name) == "PCMU" && code == 0x7F) continue;
      CHECK_EQUAL(unsigned{again[code]}, code);
    }
  }
}

TEST("codecs are found by name without regard to case and keep within their buffers") {
  CHECK(make_codec("pcmu") != nullptr);
  CHECK(make_codec("PcmA") != nullptr);
  CHECK(make_codec("PCM") == nullptr);
  CHECK(make_codec("PCMUX") == nullptr);
  CHECK(make_codec("") == nullptr);
  auto codec = make_codec("PCMU");
  CHECK_EQUAL(codec->clock_rate(), 8000);
  CHECK_EQUAL(codec->frame_samples(20), 160U);
  CHECK_EQUAL(codec->frame_samples(0), 0U);
  CHECK_EQUAL(codec->frame_samples(-20), 0U);
  std::vector<std::int16_t> pcm(3);
  std::vector<std::uint8_t> payload(5);
  CHECK_EQUAL(codec->decode(payload, pcm), 3U);
  CHECK_EQUAL(codec->encode(std::vector<std::int16_t>(9), payload), 5U);
  CHECK_EQUAL(codec->decode({}, pcm), 0U);
}

TEST("G.711 keeps within its buffers") {
  for (const char* name : {"PCMU", "PCMA"}) {
    check_hostile_payloads(name);
    check_small_packets(name);
  }
}
