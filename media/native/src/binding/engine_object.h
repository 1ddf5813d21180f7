// The engine as a JavaScript object.
#pragma once

#include <napi.h>

#include <memory>

#include "engine/engine.h"

namespace hookswitch {

class EngineObject : public Napi::ObjectWrap<EngineObject> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit EngineObject(const Napi::CallbackInfo& info);
  ~EngineObject() override;

 private:

  void open_device(const Napi::CallbackInfo& info);
  void select_path(const Napi::CallbackInfo& info);
  void set_volume(const Napi::CallbackInfo& info);
  void set_muted(const Napi::CallbackInfo& info);
  Napi::Value open_session(const Napi::CallbackInfo& info);
  Napi::Value rebind_session(const Napi::CallbackInfo& info);
  Napi::Value configure_session(const Napi::CallbackInfo& info);
  void connect_session(const Napi::CallbackInfo& info);
  void mix_sessions(const Napi::CallbackInfo& info);
  void set_voice(const Napi::CallbackInfo& info);
  void set_side_tone(const Napi::CallbackInfo& info);
  Napi::Value tap_sound(const Napi::CallbackInfo& info);
  void process_voice(const Napi::CallbackInfo& info);
  void announce(const Napi::CallbackInfo& info);
  void set_music(const Napi::CallbackInfo& info);
  void play_music(const Napi::CallbackInfo& info);
  void start_recording(const Napi::CallbackInfo& info);
  void stop_recording(const Napi::CallbackInfo& info);
  void start_playback(const Napi::CallbackInfo& info);
  void stop_playback(const Napi::CallbackInfo& info);
  void start_dtmf(const Napi::CallbackInfo& info);
  void stop_dtmf(const Napi::CallbackInfo& info);
  void close_session(const Napi::CallbackInfo& info);
  void send_datagram(const Napi::CallbackInfo& info);
  void request_statistics(const Napi::CallbackInfo& info);
  void play_tone(const Napi::CallbackInfo& info);
  void stop_tone(const Napi::CallbackInfo& info);
  void play_ring(const Napi::CallbackInfo& info);
  void stop_ring(const Napi::CallbackInfo& info);
  void play_microphone(const Napi::CallbackInfo& info);
  void feed_microphone(const Napi::CallbackInfo& info);
  Napi::Value position(const Napi::CallbackInfo& info);
  Napi::Value read(const Napi::CallbackInfo& info);
  void close(const Napi::CallbackInfo& info);

  void deliver(Napi::Env env, Napi::Function listener);
  void shut_down();
  static void environment_ends(void* self);

  Napi::Env env_;
  std::unique_ptr<Engine> engine_;
  Napi::ThreadSafeFunction wake_;
  Napi::FunctionReference listener_;
};

}  // namespace hookswitch
