// Schedule and content of the reports.
#include "rtcp/rtcp_session.h"

namespace hookswitch {

namespace {
constexpr double kHeaderBytes = 28;  // IPv4 and UDP
constexpr double kStandardS = 5;  // RFC 3550 §6.2
}

RtcpSession::RtcpSession(std::string canonical_name, uint64_t random_seed)
    : canonical_name_(std::move(canonical_name)), random_state_(random_seed | 1) {}

/// xorshift64*: spreads the reports, guards nothing.
double RtcpSession::random() {
  random_state_ ^= random_state_ >> 12;
  random_state_ ^= random_state_ << 25;
  random_state_ ^= random_state_ >> 27;
  return static_cast<double>(random_state_ * 0x2545f4914f6cdd1dULL >> 11) / static_cast<double>(1ULL << 53);
}

void RtcpSession::wish_interval(int64_t interval_ms) {
  const double wished_s = interval_ms > 0 ? static_cast<double>(interval_ms) / 1000 : kStandardS;
  if (wished_s == load_.minimum_s) return;
  load_.minimum_s = wished_s;
  due_us_ = -1;
}

void RtcpSession::schedule(int64_t now_us, const SendStream& sent) {
  load_.we_sent = sent.packets() > packets_before_;
  load_.senders = load_.we_sent ? 2 : 1;
  due_us_ = now_us + rtcp_interval_ms(load_, random()) * 1000;
}

std::span<const uint8_t> RtcpSession::tick(const RtcpNow& now, const SendStream& sent, ReceiveStream& received,
                                           const std::optional<VoipMetrics>& metrics) {
  if (due_us_ < 0) schedule(now.monotonic_us, sent);
  if (!due(now.monotonic_us)) return {};
  const auto datagram = build(now, sent, received, metrics, false);
  load_.initial = false;
  // RFC 3550 §6.3.3: a sixteenth of the newest.
  load_.average_size += (static_cast<double>(datagram.size()) + kHeaderBytes - load_.average_size) / 16;
  packets_before_ = packets_at_report_;
  packets_at_report_ = sent.packets();
  schedule(now.monotonic_us, sent);
  return datagram;
}

std::span<const uint8_t> RtcpSession::goodbye(const RtcpNow& now, const SendStream& sent, ReceiveStream& received,
                                              const std::optional<VoipMetrics>& metrics) {
  return build(now, sent, received, metrics, true);
}

std::span<const uint8_t> RtcpSession::build(const RtcpNow& now, const SendStream& sent, ReceiveStream& received,
                                            const std::optional<VoipMetrics>& metrics, bool goodbye) {
  RtcpReport report;
  report.metrics = metrics;
  report.ssrc = sent.ssrc();
  report.canonical_name = canonical_name_;
  report.goodbye = goodbye;
  // A sender since the second-last report still counts as one (§6.4).
  if (sent.packets() > packets_before_) {
    report.sender = SenderInfo{ntp_time(now.unix_ns), sent.timestamp(), static_cast<uint32_t>(sent.source_packets()),
                               static_cast<uint32_t>(sent.source_octets())};
  }
  if (received.reception().started()) {
    Reception& reception = received.reception();
    ReportBlock block;
    block.ssrc = received.ssrc();
    block.fraction_lost = reception.take_fraction_lost();
    loss_ = block.fraction_lost / 256.0;
    block.cumulative_lost = static_cast<int32_t>(reception.lost());
    block.highest_sequence = reception.extended_highest();
    block.jitter = reception.jitter();
    if (last_sr_ != 0 && last_sr_ssrc_ == block.ssrc) {
      block.last_sr = last_sr_;
      block.delay_since_last_sr = static_cast<uint32_t>((now.monotonic_us - last_sr_us_) * 65536 / 1'000'000);
    }
    report.block = block;
  }
  return std::span(datagram_).first(write_rtcp(report, datagram_));
}

RtcpSession::Result RtcpSession::receive(std::span<const uint8_t> datagram, const RtcpNow& now, uint32_t local_ssrc) {
  Result result;
  const auto compound = parse_rtcp(datagram, local_ssrc);
  if (!compound) {
    result.refused = true;
    return result;
  }
  load_.average_size += (static_cast<double>(datagram.size()) + kHeaderBytes - load_.average_size) / 16;
  result.ours = compound->sender_ssrc == local_ssrc;
  if (result.ours || compound->sender_ssrc == former_) return result;
  if (compound->sender) {
    last_sr_ = ntp_middle(compound->sender->ntp);
    last_sr_us_ = now.monotonic_us;
    last_sr_ssrc_ = compound->sender_ssrc;
  }
  if (compound->about_us) {
    remote_loss_ = compound->about_us->fraction_lost / 256.0;
    const auto round_trip = round_trip_us(ntp_middle(ntp_time(now.unix_ns)), compound->about_us->last_sr,
                                          compound->about_us->delay_since_last_sr);
    if (round_trip) round_trip_ms_ = static_cast<int>((*round_trip + 500) / 1000);
  }
  if (compound->metrics_about_us) {
    remote_quality_ = to_quality(*compound->metrics_about_us);
    // Who only listens sends no SR whose way could be measured; the other side may have measured its own.
    if (!round_trip_ms_ && compound->metrics_about_us->round_trip_ms > 0) round_trip_ms_ = compound->metrics_about_us->round_trip_ms;
  }
  result.left = compound->goodbye;
  result.left_ssrc = compound->goodbye_ssrc;
  result.reason = compound->goodbye_reason;
  return result;
}

}  // namespace hookswitch
