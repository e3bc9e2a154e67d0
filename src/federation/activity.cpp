#include "federation/activity.h"

#include "federation/bearcaps.h"
#include "federation/origins.h"
#include "federation/reading.h"

namespace federation {

std::string Activity::object_id() const { return id_in(document, "object"); }

const json::Object* Activity::object() const { return object_in(document, "object"); }

std::string Activity::object_type() const {
    const auto* embedded = object();
    return embedded ? type_of(*embedded) : std::string();
}

bool Activity::is_about_own() const { return is_same_host(address_of(object_id()), actor_uri); }

bool Activity::is_allowed_of_suspended() const {
    return type == "Update" || type == "Delete" || type == "Undo" || type == "Reject";
}

const Receiver* find_receiver(std::span<const Receiver> receivers, const Activity& activity) {
    const std::string object_type = activity.object_type();
    const bool is_about_self = activity.object_id() == activity.actor_uri;
    for (const Receiver& receiver : receivers) {
        if (receiver.type != activity.type) continue;
        if (receiver.object == "*" || (receiver.object == "self" && is_about_self)) return &receiver;
        if (receiver.object == object_type) return &receiver;
    }
    return nullptr;
}

} // namespace federation
