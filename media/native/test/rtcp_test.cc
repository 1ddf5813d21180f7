// Reports, their maths and their times.
#include <vector>

#include "rtcp/reception.h"
#include "rtcp/rtcp_packet.h"
#include "rtcp/rtcp_session.h"
#include "rtp/rtp_packet.h"
#include "rtcp/rtcp_timing.h"
#include "test.h"

using namespace hookswitch;

TEST("a compound is read as it was written") {
  RtcpReport report;
  report.ssrc = 11;
  report.sender = SenderInfo{0x0102030405060708ULL, 9, 10, 1600};
  report.block = ReportBlock{22, 128, -3, 70'000, 40, 5, 6};
  report.canonical_name = "a1b2";
  report.goodbye = true;
  std::vector<uint8_t> bytes(512);
  bytes.resize(write_rtcp(report, bytes));
  CHECK(!bytes.empty());
  CHECK_EQUAL(bytes.size() % 4, size_t{0});
  const auto read = parse_rtcp(bytes, 22);
  CHECK(read.has_value());
  if (!read) return;
  CHECK_EQUAL(read->sender_ssrc, 11U);
  CHECK(read->sender && read->sender->ntp == 0x0102030405060708ULL && read->sender->octets == 1600);
  CHECK(read->about_us && read->about_us->cumulative_lost == -3 && read->about_us->highest_sequence == 70'000);
  CHECK(read->goodbye);
  CHECK_EQUAL(read->goodbye_ssrc, 11U);
  const auto other = parse_rtcp(bytes, 23);
  CHECK(other && !other->about_us);
}

TEST("a truncated compound is refused, a goodbye's reason is made printable") {
  RtcpReport report;
  report.canonical_name = "abc";
  report.goodbye = true;
  std::vector<uint8_t> bytes(512);
  bytes.resize(write_rtcp(report, bytes));
  for (size_t length = 1; length < bytes.size(); ++length) {
    if (length % 4 != 0) CHECK(!parse_rtcp(std::span(bytes).first(length), 1));
  }
  const std::vector<uint8_t> reason = {0x80, 201, 0, 1, 0, 0, 0, 1, 0x81, 203, 0, 2, 0, 0, 0, 1, 3, 'b', 27, 'e'};
  const auto read = parse_rtcp(reason, 1);
  CHECK(read && read->goodbye_reason.text() == "b?e");
}

TEST("loss is counted over wrapped sequence numbers") {
  Reception reception;
  reception.start(65'530);
  for (int index = 0; index < 20; ++index) {
    if (index == 3 || index == 12) continue;
    CHECK(reception.receive(static_cast<uint16_t>(65'530 + index)));
  }
  CHECK_EQUAL(reception.expected(), 20);
  CHECK_EQUAL(reception.lost(), 2);
  CHECK_EQUAL(int{reception.take_fraction_lost()}, 2 * 256 / 20);
  CHECK_EQUAL(int{reception.take_fraction_lost()}, 0);
  CHECK_EQUAL(reception.extended_highest(), 65'536U + 13U);
}

TEST("a wild sequence number is believed when a second one follows it") {
  Reception reception;
  reception.start(100);
  CHECK(reception.receive(100));
  CHECK(!reception.receive(40'000));
  CHECK(reception.receive(101));
  CHECK(!reception.receive(50'000));
  CHECK(reception.receive(50'001));
  CHECK_EQUAL(reception.extended_highest(), 50'001U);
}

TEST("jitter follows RFC 3550 appendix A.8") {
  Reception reception;
  for (uint32_t index = 0; index < 2000; ++index) {
    // Every other packet is 5 ms (40 units) late: the differences are 40.
    reception.arrived(index * 160, index * 160 + (index % 2) * 40);
  }
  CHECK_NEAR(reception.jitter(), 40, 1);
}

TEST("timestamps that begin again are no jitter") {
  Reception reception;
  for (uint32_t index = 0; index < 100; ++index) reception.arrived(index * 160, index * 160);
  for (uint32_t index = 100; index < 110; ++index) reception.arrived(0x8765'4321U + index * 160, index * 160);
  CHECK_EQUAL(reception.jitter(), 0U);
}

TEST("the round trip is what is left of the time between report and answer") {
  const uint64_t sent = ntp_time(1'700'000'000'000'000'000);
  const uint64_t heard = ntp_time(1'700'000'000'350'000'000);
  const auto trip = round_trip_us(ntp_middle(heard), ntp_middle(sent), 65536 / 4);
  CHECK(trip.has_value());
  if (trip) CHECK_NEAR(*trip, 100'000, 40);
  CHECK(!round_trip_us(5, 0, 0));
  CHECK(!round_trip_us(ntp_middle(sent), ntp_middle(heard), 65536));
}

TEST("NTP time counts from 1900") { CHECK_EQUAL(ntp_time(1'500'000'000), (2'208'988'801ULL << 32) + (1ULL << 31)); }

TEST("reports go out every five seconds, spread, the first one sooner") {
  RtcpLoad load;
  load.initial = false;
  CHECK_NEAR(rtcp_interval_ms(load, 0), 5000 * 0.5 / 1.21828, 2);
  CHECK_NEAR(rtcp_interval_ms(load, 1), 5000 * 1.5 / 1.21828, 2);
  load.initial = true;
  CHECK_NEAR(rtcp_interval_ms(load, 0.5), 2500 / 1.21828, 2);
}

TEST("reports go out as often as is wished") {
  RtcpLoad load;
  load.initial = false;
  load.minimum_s = 20;
  CHECK_NEAR(rtcp_interval_ms(load, 0.5), 20'000 / 1.21828, 2);
  RtcpSession session("a", 7);
  SendStream sent(1, 1, 1);
  ReceiveStream received(16000);
  const auto reports_within = [&](int64_t from_ms, int64_t to_ms) {
    int count = 0;
    for (int64_t ms = from_ms; ms < to_ms; ms += 10) {
      if (!session.tick({ms * 1000, 1'700'000'000'000'000'000 + ms * 1'000'000}, sent, received).empty()) ++count;
    }
    return count;
  };
  session.wish_interval(1000);
  const int wished = reports_within(0, 60'000);
  CHECK(wished > 60 && wished < 90);
  session.wish_interval(0);
  const int standard = reports_within(60'000, 120'000);
  CHECK(standard >= 10 && standard < 20);
}

TEST("what comes from our own source, or from the one that we were, is not believed") {
  RtcpSession session("a", 7);
  RtcpReport report;
  report.ssrc = 1;
  report.sender = SenderInfo{};
  report.block = ReportBlock{1, 128, 3, 70, 4, 0, 0};
  report.canonical_name = "a";
  report.goodbye = true;
  std::vector<uint8_t> bytes(512);
  bytes.resize(write_rtcp(report, bytes));
  auto result = session.receive(bytes, {}, 1);
  CHECK(result.ours && !result.left);
  session.leave_source(1);
  result = session.receive(bytes, {}, 2);
  CHECK(!result.ours && !result.left && !session.remote_loss_fraction());
  CHECK(session.receive(bytes, {}, 1).ours);
}

TEST("a report answers the sender report of the source that it is about") {
  const auto at = [](int64_t ms) { return RtcpNow{ms * 1000, 1'700'000'000'000'000'000 + ms * 1'000'000}; };
  ReceiveStream received(16000);
  const Endpoint remote = *Endpoint::from("192.0.2.1", 4000);
  ReceiveFormat format;
  format.decoders = std::make_unique<DecoderBank>(16000);
  format.decoders->add(0, "PCMU");
  received.configure(std::move(format), remote);
  const std::vector<uint8_t> payload(160, 0xff);
  std::vector<uint8_t> packet(172);
  RtpPacket spoken;
  spoken.ssrc = 5;
  spoken.payload = payload;
  write_rtp(spoken, packet);
  received.receive(packet, remote, 0, 0);
  const SendStream sent(1, 1, 1);
  RtcpSession session("a", 7);
  const auto last_sr_after = [&](uint32_t ssrc) {
    std::vector<uint8_t> report(512);
    RtcpReport said;
    said.ssrc = ssrc;
    said.sender.emplace().ntp = 0x1122334455667788;
    said.canonical_name = "b";
    report.resize(write_rtcp(said, report));
    session.receive(report, at(1000), 1);
    const auto compound = parse_rtcp(session.goodbye(at(1500), sent, received), 5);
    return compound && compound->about_us ? compound->about_us->last_sr : 1;
  };
  CHECK_EQUAL(last_sr_after(5), 0x33445566U);
  CHECK_EQUAL(last_sr_after(6), 0U);
}

TEST("two sessions measure each other's round trip and loss") {
  // 40 ms each way; b answers after 500 ms.
  SendStream a_sent(1, 1, 1);
  const SendStream b_sent(2, 1, 1);
  ReceiveStream a_received(16000);
  ReceiveStream b_received(16000);
  RtcpSession a("a", 7);
  RtcpSession b("b", 8);
  const auto at = [](int64_t ms) { return RtcpNow{ms * 1000, 1'700'000'000'000'000'000 + ms * 1'000'000}; };
  const Endpoint a_address = *Endpoint::from("192.0.2.1", 4000);
  a_sent.configure({"PCMU", 0, 20, -1, make_codec("PCMU"), std::make_unique<Resampler>(16000, 8000)});
  ReceiveFormat format;
  format.decoders = std::make_unique<DecoderBank>(16000);
  format.decoders->add(0, "PCMU");
  b_received.configure(std::move(format), a_address);
  const std::vector<int16_t> silence(160);
  for (int tick = 0; tick < 16; ++tick) {
    const auto datagram = a_sent.tick(silence, true);
    // Packets 3 and 5 of 8 are lost.
    if (!datagram.empty() && a_sent.packets() != 3 && a_sent.packets() != 5) b_received.receive(datagram, a_address, tick * 10'000, tick * 10'000);
  }
  const auto first = a.goodbye(at(1000), a_sent, a_received);
  const std::vector<uint8_t> report(first.begin(), first.end());
  CHECK(b.receive(report, at(1040), b_sent.ssrc()).left);
  const auto answer = b.goodbye(at(1540), b_sent, b_received);
  CHECK(!a.receive(answer, at(1580), a_sent.ssrc()).refused);
  CHECK(a.round_trip_ms().has_value());
  if (a.round_trip_ms()) CHECK_NEAR(*a.round_trip_ms(), 80, 1);
  CHECK(a.remote_loss_fraction().has_value());
  if (a.remote_loss_fraction()) CHECK_NEAR(*a.remote_loss_fraction(), 0.25, 0.01);
}
