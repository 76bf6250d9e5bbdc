// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** Every failure a caller can see. The lower-case names travel in JSON and never change. */
public enum ErrorCode implements WireNamed {
    /** The text is not what its media type says. */
    MALFORMED_REQUEST(ErrorKind.CALLER),
    /** A mandatory field is absent. */
    MISSING_FIELD(ErrorKind.CALLER),
    /** A field is not known. */
    UNKNOWN_FIELD(ErrorKind.CALLER),
    /** A field has a value outside its range or of the wrong type. */
    INVALID_VALUE(ErrorKind.CALLER),
    /** A backend option that a request may not choose. */
    OPTION_NOT_ALLOWED(ErrorKind.CALLER),
    /** The body is larger than the limit. */
    BODY_TOO_LARGE(ErrorKind.CALLER),
    /** The media type of the body is not accepted. */
    UNSUPPORTED_MEDIA_TYPE(ErrorKind.CALLER),
    /** The Host or Origin header is not on the allow-list. */
    FOREIGN_ORIGIN(ErrorKind.CALLER),
    /** The route needs the admin token. */
    ADMIN_TOKEN_REQUIRED(ErrorKind.CALLER),
    /** There is no such route. */
    ROUTE_NOT_FOUND(ErrorKind.CALLER),
    /** The route exists, the method does not. */
    METHOD_NOT_ALLOWED(ErrorKind.CALLER),
    /** No backend has that id. */
    BACKEND_NOT_REGISTERED(ErrorKind.CALLER),
    /** No backend offers that model. */
    MODEL_NOT_FOUND(ErrorKind.CALLER),
    /** There is no such alias. */
    ALIAS_NOT_FOUND(ErrorKind.CALLER),
    /** The name is that of a model, or of an alias that stands for something else. */
    ALIAS_TAKEN(ErrorKind.CALLER),
    /** There is no such instance. */
    INSTANCE_NOT_FOUND(ErrorKind.CALLER),
    /** There is no such lease, or no longer. */
    LEASE_NOT_FOUND(ErrorKind.CALLER),
    /** There is no such engine. */
    ENGINE_NOT_FOUND(ErrorKind.CALLER),
    /** Instances run on the engine; it cannot be removed. */
    ENGINE_IN_USE(ErrorKind.CALLER),
    /** What was to be added is no engine that can be used; the detail says why. */
    ENGINE_REFUSED(ErrorKind.CALLER),
    /** There is no such swap, or it is long over. */
    SWAP_NOT_FOUND(ErrorKind.CALLER),
    /** The revision is registered already; update it in place, or give the new one another version. */
    SAME_REVISION(ErrorKind.CALLER),
    /** Native code that was loaded into this JVM cannot be replaced in it. */
    NATIVE_PINNED(ErrorKind.CALLER),
    /** The backend is being swapped already. */
    SWAP_UNDER_WAY(ErrorKind.CALLER),
    /** What was to be installed is no revision of the backend, or does not resolve; the detail says why. */
    REVISION_REFUSED(ErrorKind.CALLER),
    /** The lease belongs to somebody else. */
    NOT_LEASE_OWNER(ErrorKind.CALLER),
    /** The lease was granted as one that cannot be renewed. */
    LEASE_NOT_RENEWABLE(ErrorKind.CALLER),
    /** Consumer and backend do not fit; the compatibility answer says why. */
    INCOMPATIBLE(ErrorKind.CALLER),
    /** The backend cannot place a process there. */
    UNSUPPORTED_EXECUTION_SURFACE(ErrorKind.CALLER),
    /** The contract version is not {@code inference.v1}. */
    UNSUPPORTED_CONTRACT_VERSION(ErrorKind.CALLER),
    /** A limit of the runtime is reached; nothing was started. */
    AT_CAPACITY(ErrorKind.CAPACITY),
    /** The backend, the instance or the runtime is going away. */
    DRAINING(ErrorKind.CAPACITY),
    /** The caller's patience ended before the instance was ready. */
    WAIT_EXPIRED(ErrorKind.CAPACITY),
    /** The engine failed too often in a short time; it is left alone for a while. The detail has its last error. */
    CRASH_LOOP(ErrorKind.CAPACITY),
    /** The runtime was restarted; another instance is being brought up for the lease. */
    RUNTIME_RESTARTED(ErrorKind.CAPACITY),
    /** What must survive a restart could not be written, so it was not done; the disk may be full. */
    STATE_UNWRITABLE(ErrorKind.CAPACITY),
    /** The backend is there, but its engine cannot run here. */
    ENGINE_UNAVAILABLE(ErrorKind.BACKEND),
    /** The engine could not be started. */
    LAUNCH_FAILED(ErrorKind.BACKEND),
    /** The engine's process ended. */
    PROCESS_EXITED(ErrorKind.BACKEND),
    /** The engine was not ready in time. */
    READINESS_TIMEOUT(ErrorKind.BACKEND),
    /** The instance does not answer its health check. */
    INSTANCE_UNAVAILABLE(ErrorKind.BACKEND),
    /** The backend's plan contradicts its manifest or the request. */
    UNTRUTHFUL_PLAN(ErrorKind.BACKEND),
    /** The backend threw, hung or answered nonsense. */
    BACKEND_FAILED(ErrorKind.BACKEND),
    /** A candidate did not answer its first request rightly. */
    CANARY_FAILED(ErrorKind.BACKEND),
    /** A candidate served, and worse than it may. */
    PROBATION_FAILED(ErrorKind.BACKEND),
    /** A phase of a swap did not end in its time. */
    SWAP_TIMED_OUT(ErrorKind.BACKEND),
    /** The engine failed while it answered a request. */
    UPSTREAM_FAILED(ErrorKind.BACKEND),
    /** A defect of Paddock; the log has the request id. */
    INTERNAL(ErrorKind.KERNEL);

    private final ErrorKind kind;

    ErrorCode(ErrorKind kind) {
        this.kind = kind;
    }

    /** Who has to act. */
    public ErrorKind kind() {
        return kind;
    }
}
