// The translation of each event type.
#include "binding/events.h"

#include <algorithm>

namespace hookswitch {

namespace {

const char* name_of(PathName path) {
  switch (path) {
    case PathName::handset:
      return "handset";
    case PathName::headset:
      return "headset";
    case PathName::speaker:
      return "speaker";
  }
  return "";
}

const char* name_of(FileEndReason reason) {
  switch (reason) {
    case FileEndReason::stopped:
      return "stopped";
    case FileEndReason::limit:
      return "limit";
    case FileEndReason::disk_full:
      return "diskFull";
    case FileEndReason::failed:
      return "failed";
  }
  return "";
}

double number(int64_t value) { return static_cast<double>(value); }

Napi::Value known(Napi::Env env, bool is_known, double value) {
  return is_known ? Napi::Value(Napi::Number::New(env, value)) : env.Undefined();
}

Napi::Value to_value(Napi::Env env, const VoiceQuality& from) {
  if (!from.known) return env.Undefined();
  Napi::Object to = Napi::Object::New(env);
  to.Set("lossRate", from.loss_rate);
  to.Set("discardRate", from.discard_rate);
  to.Set("burstDensity", from.burst_density);
  to.Set("gapDensity", from.gap_density);
  to.Set("burstMs", from.burst_ms);
  to.Set("gapMs", from.gap_ms);
  to.Set("endSystemDelayMs", from.end_system_delay_ms);
  to.Set("signalDbm0", known(env, from.signal_dbm0.has_value(), from.signal_dbm0.value_or(0)));
  to.Set("noiseDbm0", known(env, from.noise_dbm0.has_value(), from.noise_dbm0.value_or(0)));
  to.Set("rating", known(env, from.rating >= 0, from.rating));
  to.Set("listeningScore", known(env, from.listening_score >= 0, from.listening_score));
  to.Set("conversationalScore", known(env, from.conversational_score >= 0, from.conversational_score));
  return to;
}

Napi::Object to_object(Napi::Env env, const SessionStatistics& from) {
  Napi::Object to = Napi::Object::New(env);
  to.Set("packetsSent", number(from.packets_sent));
  to.Set("packetsReceived", number(from.packets_received));
  to.Set("packetsLost", number(from.packets_lost));
  to.Set("packetsLate", number(from.packets_late));
  to.Set("packetsDiscarded", number(from.packets_discarded));
  to.Set("packetsDuplicated", number(from.packets_duplicated));
  to.Set("packetsOutOfOrder", number(from.packets_out_of_order));
  to.Set("packetsRefused", number(from.packets_refused));
  to.Set("packetsForged", number(from.packets_forged));
  to.Set("packetsReplayed", number(from.packets_replayed));
  to.Set("bytesSent", number(from.bytes_sent));
  to.Set("bytesReceived", number(from.bytes_received));
  to.Set("jitterMs", from.jitter_ms);
  to.Set("bufferDelayMs", number(from.buffer_delay_ms));
  to.Set("bufferTargetMs", number(from.buffer_target_ms));
  to.Set("bufferHighestMs", number(from.buffer_highest_ms));
  to.Set("bufferLimitMs", number(from.buffer_limit_ms));
  to.Set("concealedMs", number(from.concealed_ms));
  to.Set("comfortNoiseMs", number(from.comfort_noise_ms));
  to.Set("roundTripMs", known(env, from.round_trip_ms >= 0, number(from.round_trip_ms)));
  to.Set("remoteLossFraction", known(env, from.remote_loss_fraction >= 0, from.remote_loss_fraction));
  to.Set("lossFraction", known(env, from.loss_fraction >= 0, from.loss_fraction));
  to.Set("localSsrc", from.local_ssrc);
  to.Set("remoteSsrc", known(env, from.packets_received > 0, from.remote_ssrc));
  to.Set("heard", to_value(env, from.heard));
  to.Set("remoteHeard", to_value(env, from.remote_heard));
  return to;
}

}  // namespace

Napi::Object to_object(Napi::Env env, const Event& event) {
  Napi::Object to = Napi::Object::New(env);
  const char* text = event.text.data();
  switch (event.type) {
    case EventType::media_started:
      to.Set("type", "mediaStarted");
      to.Set("session", event.session);
      to.Set("from", event.from.text());
      break;
    case EventType::media_lost:
      to.Set("type", "mediaLost");
      to.Set("session", event.session);
      to.Set("silentMs", number(event.ms));
      break;
    case EventType::media_unreachable:
      to.Set("type", "mediaUnreachable");
      to.Set("session", event.session);
      break;
    case EventType::dtmf_received:
      to.Set("type", "dtmfReceived");
      to.Set("session", event.session);
      to.Set("event", event.digit);
      to.Set("durationMs", number(event.ms));
      break;
    case EventType::remote_left:
      to.Set("type", "remoteLeft");
      to.Set("session", event.session);
      to.Set("reason", text);
      break;
    case EventType::statistics_reported:
      to.Set("type", "statisticsReported");
      to.Set("session", event.session);
      to.Set("statistics", to_object(env, event.statistics));
      break;
    case EventType::quality_reported:
      to.Set("type", "qualityReported");
      to.Set("session", event.session);
      to.Set("statistics", to_object(env, event.statistics));
      to.Set("final", event.final);
      break;
    case EventType::device_failed:
      to.Set("type", "deviceFailed");
      to.Set("path", name_of(event.path));
      to.Set("reason", text);
      break;
    case EventType::device_recovered:
      to.Set("type", "deviceRecovered");
      to.Set("path", name_of(event.path));
      break;
    case EventType::mixer_failed:
      to.Set("type", "mixerFailed");
      to.Set("path", name_of(event.path));
      to.Set("reason", text);
      break;
    case EventType::talkers_changed: {
      to.Set("type", "talkersChanged");
      Napi::Array sessions = Napi::Array::New(env, event.talker_count);
      for (uint32_t index = 0; index < event.talker_count; ++index) sessions.Set(index, event.talkers[index]);
      to.Set("sessions", sessions);
      to.Set("microphone", event.we_talk);
      break;
    }
    case EventType::recording_ended:
      to.Set("type", "recordingEnded");
      to.Set("recording", event.session);
      to.Set("reason", name_of(event.end));
      to.Set("failure", text);
      to.Set("durationMs", number(event.ms));
      to.Set("bytes", number(event.bytes));
      break;
    case EventType::playback_ended:
      to.Set("type", "playbackEnded");
      to.Set("playback", event.session);
      to.Set("failure", text);
      break;
    case EventType::priority_refused:
      to.Set("type", "priorityRefused");
      to.Set("reason", text);
      break;
  }
  return to;
}

Napi::Object to_object(Napi::Env env, const LiftedDatagram& datagram) {
  Napi::Object from = Napi::Object::New(env);
  from.Set("address", datagram.from.host());
  from.Set("port", static_cast<uint32_t>(datagram.from.port()));
  Napi::Object to = Napi::Object::New(env);
  to.Set("type", "datagramReceived");
  to.Set("session", datagram.session);
  to.Set("component", datagram.rtcp ? "rtcp" : "rtp");
  const auto bytes = datagram.bytes();
  auto copy = Napi::Uint8Array::New(env, bytes.size());
  std::copy(bytes.begin(), bytes.end(), copy.Data());
  to.Set("bytes", copy);
  to.Set("from", from);
  return to;
}

}  // namespace hookswitch
