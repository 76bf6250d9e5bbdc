// SPDX-License-Identifier: Apache-2.0
/** The OpenAI routes of the worker. Reads requests field by field, so that each refusal names its field. */
package io.paddock.worker.http;
