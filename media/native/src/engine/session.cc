// A session's part of each tick.
#include "engine/session.h"

#include <algorithm>

#include "engine/random.h"

namespace hookswitch {

namespace {
/// A period in the card and one in hand, at the microphone and at the earpiece.
constexpr double kDeviceMs = 40;
/// RFC 3550 §8.2: ten reports long an address that had our SSRC is remembered.
constexpr int64_t kConflictUs = 50'000'000;

MediaPath way(const MediaPath& path, const std::optional<Endpoint>& latch) { return latch ? MediaPath{*latch} : path; }

/// In the lower half, so that losses at the start leave no doubt how often it has rolled over (RFC 4568 §6.4).
uint16_t first_sequence() { return static_cast<uint16_t>(secure_random() & 0x7fff); }
}  // namespace

Session::Session(uint32_t id, std::string canonical_name, int core_rate)
    : id_(id),
      voice_(core_rate),
      sent_(static_cast<uint32_t>(secure_random()), first_sequence(), static_cast<uint32_t>(secure_random())),
      ssrc_(sent_.ssrc()),
      digits_(core_rate),
      digit_pcm_(static_cast<size_t>(core_rate / 100)),
      detector_(core_rate),
      music_(core_rate),
      received_(core_rate, &fates_),
      rtcp_(std::move(canonical_name), secure_random()) {}

Event Session::event(EventType type) const {
  Event event;
  event.type = type;
  event.session = id_;
  return event;
}

void Session::listen_to_group(int64_t over_us) {
  port.welcome_anybody();
  received_.welcome_anybody();
  lost_after_us_ = over_us;
}

void Session::configure(SessionSetup& setup) {
  const bool began_to_receive = setup.receives && !receives_;
  // Said again, the ways stay as they were found.
  if (!setup.symmetric || !(setup.rtp.to == rtp_path_.to)) rtp_latch_.reset();
  if (!setup.symmetric || !(setup.rtcp.to == rtcp_path_.to)) rtcp_latch_.reset();
  symmetric_ = setup.symmetric;
  remote_ = setup.remote;
  rtp_path_ = setup.rtp;
  rtcp_path_ = setup.rtcp;
  multiplexed_ = setup.multiplexed;
  sends_ = setup.sends;
  receives_ = setup.receives;
  extended_reports_ = setup.extended_reports;
  rtcp_.wish_interval(setup.report_interval_ms);
  roams_ = setup.roams && symmetric_ && rtp_path_.channel == 0;
  security_.change(setup.security);
  detects_ = setup.receive.event_payload_type < 0;
  if (!detects_) detector_.reset();
  sent_.configure(std::move(setup.send));
  received_.let_roam(roams_);
  received_.configure(std::move(setup.receive), roams_ && rtp_latch_ ? *rtp_latch_ : remote_);
  received_.allow(receives_);
  expect_packets();
  if (!sends_ || sent_.takes_events()) digits_.reset();
  if (began_to_receive || !configured_) {
    listening_since_us_ = monotonic_us();
    lost_ = false;
  }
  configured_ = true;
}

/// Once somebody is locked to nobody else is let in, from wherever they come.
void Session::expect_packets() {
  if (!roams_ || !rtp_latch_) {
    port.expect(rtp_path_, rtcp_path_, multiplexed_, roams_ && !received_.locked());
    return;
  }
  const MediaPath there{*rtp_latch_};
  port.expect(there, there, multiplexed_, false);
}

void Session::receive(int64_t now_us, EventSink& events) {
  // Bounded by the ring: what arrives meanwhile is the next tick's.
  for (int taken = 0; taken < 64; ++taken) {
    Datagram* datagram = port.queue.front();
    if (datagram == nullptr) break;
    if (datagram->rtcp) {
      receive_rtcp(*datagram, events);
    } else {
      receive_rtp(*datagram, now_us, events);
    }
    port.queue.release();
  }
  if (const auto finished = received_.expire(now_us)) emit_finished(*finished, events);
}

void Session::receive_rtp(const Datagram& datagram, int64_t now_us, EventSink& events) {
  const int64_t heard_before = received_.packets();
  const Endpoint& from = datagram.relayed ? remote_ : datagram.from;
  const auto result = received_.receive(datagram.bytes(), from, datagram.arrival_us, now_us);
  const bool resumed = lost_ && received_.packets() > heard_before;
  if (resumed) lost_ = false;
  if (received_.packets() > heard_before && received_.ssrc() == sent_.ssrc()) yield_source(from, now_us);
  if (result.new_source) latch(rtp_latch_, rtp_path_, datagram);
  if (result.new_source && roams_) expect_packets();
  if (result.new_source || resumed) {
    left_ = false;
    Event started = event(EventType::media_started);
    started.from = from;
    events.emit(started);
  }
  if (result.event) emit_finished(*result.event, events);
}

void Session::receive_rtcp(const Datagram& datagram, EventSink& events) {
  const auto result = rtcp_.receive(datagram.bytes(), calendar_.at(datagram.arrival_us), sent_.ssrc());
  if (result.refused) ++refused_rtcp_;
  if (result.ours) yield_source(datagram.from, datagram.arrival_us);
  if (!result.refused && !multiplexed_) latch(rtcp_latch_, rtcp_path_, datagram);
  // Of several sources (a server that changed the announcement) only the one that we hear ends the talk.
  const bool ours = !received_.reception().started() || result.left_ssrc == received_.ssrc();
  if (!result.left || !ours || left_) return;
  left_ = true;
  Event left = event(EventType::remote_left);
  left.set_text(result.reason.text());
  events.emit(left);
}

/// A NAT between us may have given the other side's packets another port than it knows of: only that one leads back. The address is the
/// negotiated one or may be another, which the door sees to.
void Session::latch(std::optional<Endpoint>& latch, const MediaPath& path, const Datagram& datagram) const {
  if (!symmetric_ || datagram.relayed || path.channel != 0) return;
  if (datagram.from == path.to) latch.reset();
  else latch = datagram.from;
}

/// Two sources with one SSRC cannot be told apart: ours becomes another one. What comes back under that too is our own, from a loop or from
/// somebody who reflects it, and another change would not help.
void Session::yield_source(const Endpoint& from, int64_t now_us) {
  const bool loops = conflict_.valid() && conflict_.key() == from.key() && now_us - conflict_us_ < kConflictUs;
  conflict_ = from;
  conflict_us_ = now_us;
  // Keys are those of one SSRC, and nobody comes by it who does not know them.
  if (loops || !security_.plain()) return;
  const uint32_t former = sent_.ssrc();
  if (sent_.source_packets() > 0) send_rtcp(rtcp_.goodbye(calendar_.at(now_us), sent_, received_));
  sent_.become(static_cast<uint32_t>(secure_random()), first_sequence());
  rtcp_.leave_source(former);
  ssrc_.store(sent_.ssrc(), std::memory_order_relaxed);
}

void Session::emit_finished(const FinishedEvent& finished, EventSink& events) const {
  Event digit = event(EventType::dtmf_received);
  digit.digit = finished.event;
  digit.ms = finished.duration_ms;
  events.emit(digit);
}

void Session::start_digit(uint8_t event, uint8_t volume) {
  if (!configured_ || !sends_) return;
  if (sent_.takes_events()) {
    sent_.start_event(event, volume);
  } else {
    digits_.start(event, volume);
  }
}

void Session::stop_digit() {
  sent_.stop_event();
  digits_.stop();
}

void Session::send(std::span<const int16_t> pcm) {
  if (digits_.active()) {
    digits_.tick(digit_pcm_);
    pcm = digit_pcm_;
  }
  const auto datagram = security_.seal(sent_.tick(pcm, configured_ && sends_ && security_.open()), false);
  if (datagram.empty()) return;
  port.sockets.send_rtp(datagram, way(rtp_path_, rtp_latch_));
  port.mirror.copy(datagram);
}

void Session::send_rtcp(std::span<const uint8_t> datagram) {
  const auto sealed = security_.seal(datagram, true);
  if (sealed.empty()) return;
  if (multiplexed_) {
    port.sockets.send_rtp(sealed, way(rtp_path_, rtp_latch_));
  } else {
    port.sockets.send_rtcp(sealed, way(rtcp_path_, rtcp_latch_));
  }
}

void Session::pull(int64_t now_us, EventSink& events) {
  const bool sounds = received_.pull(now_us, voice_.frame());
  if (sounds) levels_.add(voice_.frame());
  voice_.heard(sounds);
  if (!detects_) return;
  if (const auto digit = detector_.hear(voice_.frame())) emit_finished({digit->event, digit->duration_ms}, events);
}

void Session::report(int64_t now_us, EventSink& events) {
  if (!configured_) return;
  watch(now_us, events);
  const auto datagram = rtcp_.tick(calendar_.at(now_us), sent_, received_, metrics(rtcp_.due(now_us)));
  if (datagram.empty()) return;
  send_rtcp(datagram);
  emit_quality(false, events);
}

void Session::watch(int64_t now_us, EventSink& events) {
  if (!unreachable_ && port.is_unreachable()) {
    unreachable_ = true;
    events.emit(event(EventType::media_unreachable));
  }
  if (!receives_ || lost_) return;
  const int64_t silent_us = now_us - std::max(listening_since_us_, received_.last_heard_us());
  if (silent_us < lost_after_us_) return;
  lost_ = true;
  Event lost = event(EventType::media_lost);
  lost.ms = silent_us / 1000;
  events.emit(lost);
}

void Session::leave(int64_t now_us, EventSink& events) {
  received_.finish();
  // RFC 3550 §6.3.7: who never sent anything does not say goodbye.
  if (configured_ && sent_.packets() > 0) send_rtcp(rtcp_.goodbye(calendar_.at(now_us), sent_, received_, metrics(true)));
  if (configured_) emit_quality(true, events);
}

void Session::emit_quality(bool final, EventSink& events) const {
  Event quality = event(EventType::quality_reported);
  quality.final = final;
  quality.statistics = statistics();
  events.emit(quality);
}

VoiceQuality Session::quality() const {
  Delays delays;
  const double packet_ms = received_.buffer().packet_ms();
  if (packet_ms > 0) delays.packet_ms = packet_ms;
  delays.buffer_ms = std::max(0, received_.buffer().delay_ms());
  delays.device_ms = kDeviceMs;
  delays.round_trip_ms = rtcp_.round_trip_ms().value_or(0);
  return assess(fates_, levels_, received_.impairment(), delays);
}

std::optional<VoipMetrics> Session::metrics(bool wanted) const {
  if (!wanted || !extended_reports_) return std::nullopt;
  const VoiceQuality heard = quality();
  if (!heard.known) return std::nullopt;
  const BufferDelays buffer{received_.buffer().target_ms(), received_.buffer().statistics().highest_delay_ms,
                            received_.buffer().limit_ms()};
  return to_metrics(heard, received_.ssrc(), rtcp_.round_trip_ms().value_or(0), buffer);
}

SessionStatistics Session::statistics() const {
  SessionStatistics now;
  const JitterStatistics& buffer = received_.buffer().statistics();
  now.packets_sent = sent_.packets();
  now.bytes_sent = sent_.octets();
  now.packets_received = received_.packets();
  now.bytes_received = received_.octets();
  now.packets_lost = std::max<int64_t>(0, received_.lost());
  now.packets_late = buffer.late;
  now.packets_discarded = buffer.late + buffer.overflowed;
  now.packets_duplicated = received_.duplicates();
  now.packets_out_of_order = received_.out_of_order();
  now.packets_forged = port.security.forged();
  now.packets_replayed = port.security.replayed();
  now.packets_refused = received_.refused() + refused_rtcp_ + port.turned_away() + now.packets_forged + now.packets_replayed;
  now.jitter_ms = received_.reception().jitter() * 1000.0 / received_.clock_rate();
  now.buffer_delay_ms = std::max(0, received_.buffer().delay_ms());
  now.buffer_target_ms = received_.buffer().target_ms();
  now.buffer_highest_ms = buffer.highest_delay_ms;
  now.buffer_limit_ms = received_.buffer().limit_ms();
  now.concealed_ms = buffer.concealed_ms;
  now.comfort_noise_ms = buffer.comfort_noise_ms;
  now.round_trip_ms = rtcp_.round_trip_ms().value_or(-1);
  now.remote_loss_fraction = rtcp_.remote_loss_fraction().value_or(-1);
  now.loss_fraction = rtcp_.loss_fraction().value_or(-1);
  now.local_ssrc = sent_.ssrc();
  now.remote_ssrc = received_.ssrc();
  now.heard = quality();
  now.remote_heard = rtcp_.remote_quality();
  return now;
}

}  // namespace hookswitch
