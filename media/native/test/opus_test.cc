// Opus as RFC 7587 has it: rates, format parameters, redundancy, pauses.
#ifdef HOOKSWITCH_HAVE_OPUS
#include "codec_checks.h"
#include "signals.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

constexpr std::size_t frame = 320;

CodecParameters with(const char* format) { return {.channels = 2, .clock_rate = 48000, .discontinuous = false, .format = format}; }

std::vector<std::vector<std::uint8_t>> packets_of(Codec& codec, std::span<const std::int16_t> pcm) {
  std::vector<std::vector<std::uint8_t>> packets;
  for (; pcm.size() >= frame; pcm = pcm.subspan(frame)) {
    std::vector<std::uint8_t> packet(1275);
    packet.resize(codec.encode(pcm.first(frame), packet));
    packets.push_back(packet);
  }
  return packets;
}

std::size_t bytes_of(const std::vector<std::vector<std::uint8_t>>& packets) {
  std::size_t sum = 0;
  for (const auto& packet : packets) sum += packet.size();
  return sum;
}

}  // namespace

TEST("Opus has an RTP clock of 48000 and packets of 10, 20, 40 and 60 ms") {
  const auto codec = make_codec("OPUS");
  CHECK_EQUAL(codec->clock_rate(), 48000);
  CHECK_EQUAL(codec->sample_rate(), 16000);
  CHECK_EQUAL(codec->frame_samples(20), frame);
  CHECK_EQUAL(codec->frame_samples(60), 3 * frame);
  for (const int wrong : {0, -20, 15, 30, 50, 80}) CHECK_EQUAL(codec->frame_samples(wrong), 0U);
}

TEST("Opus carries tones to 7 kHz at their level") {
  for (const double hz : {300.0, 1000.0, 3000.0, 6500.0}) {
    const auto codec = make_codec("opus");
    std::vector<std::int16_t> heard;
    std::vector<std::int16_t> pcm(5760);
    for (const auto& packet : packets_of(*codec, sine(hz, 16000, 32000, 8000))) {
      const std::size_t samples = codec->decode(packet, pcm);
      CHECK_EQUAL(samples, frame);
      heard.insert(heard.end(), pcm.begin(), pcm.begin() + static_cast<std::ptrdiff_t>(samples));
    }
    CHECK_NEAR(decibel(amplitude_at(std::span(heard).subspan(16000), hz, 16000) / 8000), 0.0, 1.0);
  }
}

TEST("Opus sends no more than the other side wants") {
  const auto speech = voiced(120, 10, 16000, 32000);
  const auto usual = make_codec("opus", with("useinbandfec=0"));
  const auto narrow = make_codec("opus", with("maxplaybackrate=8000; maxaveragebitrate=10000"));
  CHECK(bytes_of(packets_of(*narrow, speech)) * 8 / 2 < 13000);
  CHECK(bytes_of(packets_of(*usual, speech)) * 8 / 2 > 16000);
  // The configuration in the table of contents: 0 to 3 are narrow band (RFC 6716 §3.1).
  for (const auto& packet : packets_of(*narrow, speech)) CHECK(packet[0] >> 3 <= 3 || packet[0] >> 3 == 16);
}

TEST("a lost Opus packet is recovered from the next one when the other side asked for redundancy") {
  const auto speech = voiced(120, 10, 16000, 32000);
  for (const bool asked : {true, false}) {
    const auto encoder = make_codec("opus", with(asked ? "useinbandfec=1" : ""));
    const auto packets = packets_of(*encoder, speech);
    const auto whole = make_codec("opus");
    const auto lossy = make_codec("opus");
    std::vector<std::int16_t> pcm(5760);
    std::vector<std::int16_t> meant(5760);
    std::size_t recovered = 0;
    double worst = 100;
    for (std::size_t i = 0; i + 1 < packets.size(); ++i) {
      whole->decode(packets[i], meant);
      // The encoder's own judgement ends here: a vowel without end is no speech.
      if (i < 5 || i > 32 || i % 4 != 0) {
        lossy->decode(packets[i], pcm);
      } else if (lossy->decode_redundancy(packets[i + 1], std::span(pcm).first(frame))) {
        ++recovered;
        worst = std::min(worst, snr(std::span(meant).first(frame), std::span(pcm).first(frame)));
      } else {
        CHECK(lossy->conceal(std::span(pcm).first(frame)));
      }
    }
    if (asked) {
      CHECK(recovered >= 4);
      CHECK(worst > 3.0);
    } else {
      CHECK_EQUAL(recovered, 0U);
    }
  }
}

TEST("Opus leaves out pauses when it may, and a pause has comfort noise") {
  auto quiet = noise(64000, 20);
  for (const bool may : {true, false}) {
    const auto codec = make_codec("opus", with(may ? "usedtx=1" : ""));
    packets_of(*codec, voiced(120, 5, 16000, 16000));
    std::size_t sent = 0;
    for (const auto& packet : packets_of(*codec, quiet)) sent += packet.empty() ? 0 : 1;
    CHECK(may ? sent < 60 : sent == 200);
  }
  const auto codec = make_codec("opus", with("usedtx=1"));
  std::vector<std::int16_t> pcm(5760);
  for (const auto& packet : packets_of(*codec, voiced(120, 5, 16000, 8000))) codec->decode(packet, pcm);
  CHECK(!codec->in_pause());
  for (const auto& packet : packets_of(*codec, quiet)) codec->decode(packet, pcm);
  CHECK(codec->in_pause());
  CHECK(codec->conceal(std::span(pcm).first(160)));
  CHECK(rms(std::span(pcm).first(160)) < 200);
  codec->reset_decoder();
  CHECK(!codec->in_pause());
}

TEST("Opus keeps within its buffers, whatever the format parameters say") {
  check_hostile_payloads("opus");
  check_small_packets("opus");
  for (const char* format : {";;;=", "maxaveragebitrate=-5;maxplaybackrate=x", "maxaveragebitrate=99999999999999999999",
                             "useinbandfec = 1 ;usedtx=1;cbr=1", "usedtx", "=", "maxplaybackrate=0"}) {
    check_small_packets("opus", with(format));
  }
}
#endif
